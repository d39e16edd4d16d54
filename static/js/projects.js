// Tables of a form: rows are added, copied, moved by button or by hand, removed and put back without a round trip.
// Everything here also works, more slowly, without JavaScript: by the numbers and ticks that it hides.
const rowOf = (element) => element.closest("[data-row]");
const sectionOf = (element) => element.closest("[data-rows]");
const part = (name) => name.replace(/^.*-(?:\d+|__prefix__)-/, "");
const inputsOf = (row) => [...row.querySelectorAll("[name]")].filter((input) => !["ORDER", "DELETE", "id"].includes(part(input.name)));

function changed(section) {
  let place = 0;
  for (const order of section.querySelectorAll('[data-list] [name$="-ORDER"]')) order.value = ++place;
  section.dispatchEvent(new Event("rows-changed", { bubbles: true }));
}

// A blank row after `row`, or at the end; null when the table is full.
function add(section, row = null) {
  const total = section.querySelector('[name$="-TOTAL_FORMS"]');
  const most = section.querySelector('[name$="-MAX_NUM_FORMS"]');
  if (Number(total.value) >= Number(most.value)) return null;
  const holder = document.createElement("div");
  holder.innerHTML = section.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  const made = holder.querySelector("[data-row]");
  row ? row.after(made) : section.querySelector("[data-list]").append(made);
  total.value = Number(total.value) + 1;
  changed(section);
  return made;
}

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  return input.multiple ? [...input.options].map((option) => option.selected) : input.value;
}

function give(input, value) {
  if (input.type === "checkbox") input.checked = value;
  else if (input.multiple) [...input.options].forEach((option, place) => { option.selected = value[place]; });
  else input.value = value;
}

function insert(row, values = {}) {
  const made = add(sectionOf(row), row);
  if (!made) return;
  for (const input of inputsOf(made)) if (part(input.name) in values) give(input, values[part(input.name)]);
  if (row.dataset.depth !== undefined) made.dataset.depth = made.querySelector('[name$="-depth"]').value = row.dataset.depth;
  for (const input of made.querySelectorAll("[data-preview]")) input.dispatchEvent(new Event("input", { bubbles: true }));
  made.querySelector("textarea, input:not([type=hidden]), select")?.focus();
}

function remove(row, isRemoved) {
  row.querySelector('[name$="-DELETE"]').checked = isRemoved;
  row.classList.toggle("is-removed", isRemoved);
  row.querySelector(`[data-row-act="${isRemoved ? "restore" : "remove"}"]`).focus();
  changed(sectionOf(row));
}

function place(row, other, isAfter) {
  if (!other || other === row) return;
  isAfter ? other.after(row) : other.before(row);
  changed(sectionOf(row));
}

const ACTS = {
  up: (row) => place(row, row.previousElementSibling, false),
  down: (row) => place(row, row.nextElementSibling, true),
  insert: (row) => insert(row),
  duplicate: (row) => insert(row, Object.fromEntries(inputsOf(row).map((input) => [part(input.name), valueOf(input)]))),
  remove: (row) => remove(row, true),
  restore: (row) => remove(row, false),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.name === "add" && sectionOf(button)?.querySelector("template")) {
    event.preventDefault();
    add(sectionOf(button))?.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  } else if (button?.dataset.rowAct) {
    ACTS[button.dataset.rowAct](rowOf(button));
    if (["up", "down"].includes(button.dataset.rowAct)) button.focus();
  }
});
document.addEventListener("change", (event) => {
  const row = rowOf(event.target);
  if (row && event.target.name?.endsWith("-depth")) row.dataset.depth = event.target.value;
});

let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".row-handle") ? rowOf(event.target) : null;
  if (dragged) event.dataTransfer.setDragImage(dragged, 0, 0);
});
document.addEventListener("dragover", (event) => {
  const row = dragged && event.target.closest("[data-row]");
  if (!row || row === dragged || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const box = row.getBoundingClientRect();
  event.clientY > box.top + box.height / 2 ? row.after(dragged) : row.before(dragged);
});
document.addEventListener("dragend", () => {
  if (dragged) changed(sectionOf(dragged));
  dragged = null;
});
for (const section of document.querySelectorAll("[data-rows]")) section.classList.add("has-buttons");
