// Tables of a proposal: add, move and remove rows without a round trip, and show what a formula comes to while it is
// typed. Everything here also works, more slowly, without JavaScript.
const form = document.getElementById("section-form");

const rowsOf = (section) => [...section.querySelector("[data-list]").children];

function number(section) {
  rowsOf(section).forEach((row, index) => {
    const order = row.querySelector('[name$="-ORDER"]');
    if (order) order.value = index + 1;
  });
}

function add(section) {
  const total = section.querySelector('[name$="-TOTAL_FORMS"]');
  const most = section.querySelector('[name$="-MAX_NUM_FORMS"]');
  if (Number(total.value) >= Number(most.value)) return;
  const holder = document.createElement("div");
  holder.innerHTML = section.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  const row = holder.querySelector("[data-row]");
  section.querySelector("[data-list]").append(row);
  total.value = Number(total.value) + 1;
  prepare(row);
  number(section);
  row.querySelector("textarea, input:not([type=hidden]), select")?.focus();
}

function move(row, direction) {
  const other = direction === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  direction === "up" ? other.before(row) : other.after(row);
  number(row.closest("[data-rows]"));
  row.querySelector(`[data-move="${direction}"]`).focus();
}

function prepare(row) {
  const buttons = row.querySelector(".move-buttons");
  if (buttons) buttons.hidden = false;
}

async function preview(input) {
  const place = input.closest("[data-row]").querySelector("[data-computed]");
  const asked = input.value;
  const answer = await fetch(`${form.dataset.formulaUrl}?${new URLSearchParams({ formula: asked })}`);
  if (!answer.ok || input.value !== asked) return;
  const { computed, doubts = [], error } = await answer.json();
  place.classList.toggle("is-wrong", Boolean(error));
  place.textContent = error ?? (computed ? [`= ${computed}`, ...doubts].join(" · ") : "");
}

let waiting;
form?.addEventListener("input", (event) => {
  if (event.target.matches("[data-formula]")) {
    clearTimeout(waiting);
    waiting = setTimeout(preview, 300, event.target);
  }
});
form?.addEventListener("change", (event) => {
  const row = event.target.closest("[data-row]");
  if (event.target.name?.endsWith("-DELETE")) row.classList.toggle("is-removed", event.target.checked);
  if (event.target.name?.endsWith("-depth")) row.dataset.depth = event.target.value;
});
form?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.name === "add") {
    event.preventDefault();
    add(button.closest("[data-rows]"));
  } else if (button?.dataset.move) {
    move(button.closest("[data-row]"), button.dataset.move);
  }
});
document.querySelectorAll("[data-row]").forEach(prepare);
