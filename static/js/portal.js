// Small comforts on every page; each page works without them.

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || event.submitter?.dataset.stays !== undefined) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
const forgetSent = () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
addEventListener("pageshow", forgetSent);

// Leaving a half-typed form asks first, also by the button of another form (language, signing out).
let typed = null;
document.addEventListener("input", (event) => { typed = event.target.closest("form[method=post]") ?? typed; });
document.addEventListener("submit", (event) => { if (event.target === typed && !event.defaultPrevented) typed = null; });
document.addEventListener("kept", (event) => { if (event.target === typed) typed = null; });
addEventListener("beforeunload", (event) => {
  if (!typed) return;
  event.preventDefault();
  forgetSent();
});

// On phones the menu and the tabs are bars that scroll: where the reader is, is in sight.
for (const here of document.querySelectorAll(".menu [aria-current], .tabs [aria-current]")) {
  const bar = here.closest("ul, nav"); // only the bar moves: the page stays at its top
  const [at, around] = [here.getBoundingClientRect(), bar.getBoundingClientRect()];
  bar.scrollLeft += at.left - around.left - (around.width - at.width) / 2;
}

// After a refused save, the reader starts at the list of errors.
document.getElementById("form-errors")?.focus();

// The account menu closes when something else is pressed, and by Escape, which leads back to its button.
const openMenus = () => document.querySelectorAll("details.account-menu[open]");
document.addEventListener("click", (event) => {
  openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
});

// One press ticks every row of the page, or none; htmx may bring new rows at any time.
const showTickAll = () => document.querySelectorAll("[data-tick-all][hidden]").forEach((button) => { button.hidden = false; });
showTickAll();
document.addEventListener("htmx:afterSwap", showTickAll);
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-tick-all]")?.form;
  if (!form) return;
  const boxes = [...form.elements].filter((field) => field.name === "row");
  const isTicking = boxes.some((box) => !box.checked);
  boxes.forEach((box) => { box.checked = isTicking; });
});

// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  const box = document.getElementById("search-all");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !box) return;
  event.preventDefault();
  box.focus();
});
