// Small pieces of a page: el("p", {className}, "text", child …).
import { say } from "./words.js";

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.startsWith("aria") && name !== "list" && name !== "form") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const button = (word, act, look = "btn-outline-secondary") =>
  el("button", { type: "button", className: `btn ${look} btn-touch`, onclick: act }, say(word));
export const link = (href, text, look = "btn btn-outline-secondary btn-touch") => el("a", { href, className: look }, text);

let count = 0;
export const newId = (stem) => `${stem}-${(count += 1)}`;

// A labelled field; `control` is an input, select or textarea.
export function field(label, control, help = "") {
  control.id ||= newId("field");
  const hint = help && el("div", { className: "form-text", id: `${control.id}-help` }, help);
  if (hint) control.setAttribute("aria-describedby", hint.id);
  return el("div", { className: "mb-3" }, el("label", { className: "form-label", htmlFor: control.id }, label), control, hint);
}

export function select(pairs, value, empty = null) {
  const offered = empty === null ? pairs : [["", empty], ...pairs];
  return el("select", { className: "form-select" }, offered.map(([key, label]) => el("option", { value: key, selected: key === value }, label)));
}

// One choice of several, each with what it means under it. `pairs`: [value, word, meaning].
export function radios(legend, pairs, value, chosen) {
  const name = newId("choice");
  return el("fieldset", { className: "field-choices" }, el("legend", {}, legend), pairs.map(([key, word, meaning]) => {
    const id = newId("radio");
    const input = el("input", { type: "radio", className: "form-check-input", id, name, value: key, checked: key === value, onchange: () => chosen(key) });
    return el("label", { className: "field-choice", htmlFor: id }, input, el("span", {}, el("strong", {}, word), meaning && el("small", {}, meaning)));
  }));
}

// `here`: the address for which the page was asked; what comes late, when another is shown, is not drawn over it.
export function show(here, heading, ...children) {
  if (here !== location.hash) return;
  const main = document.getElementById("main");
  const isSame = main.dataset.here === here;
  main.dataset.here = here;
  main.replaceChildren(el("h1", { tabIndex: -1 }, heading), ...children.flat().filter(Boolean));
  document.title = `${heading} · ${say("title")}`;
  if (isSame) return;
  scrollTo(0, 0);
  main.querySelector("h1").focus({ preventScroll: true });
}

// A state is a word, a colour and a mark.
const MARKS = { writing: ["secondary", "✎"], waiting: ["warning", "⏳"], sent: ["success", "✓"], conflict: ["danger", "⇄"], refused: ["danger", "✕"] };
export function badge(state) {
  const [colour, mark] = MARKS[state];
  return el("span", { className: `badge state-${colour}`, "data-state": state }, el("span", { "aria-hidden": "true" }, mark), ` ${say(`state_${state}`)}`);
}
