// The instrument's sections, drawn from its items. Each answer is one part: what was chosen, and a note.
import { isWanted } from "./asked.js";
import { clean } from "./content.js";
import { el, field, radios, select } from "./draw.js";
import { photosOf } from "./rows.js";
import { say } from "./words.js";

const empty = { value: "", note: "" };
export const answerOf = (parts, item) => parts[`answer:${item.id}`] ?? empty;

// Whether an item is asked at all: by the answer to the item on which it depends.
export function isAsked(item, items, parts) {
  const parent = item.asked_if && items.find((other) => other.id === item.asked_if);
  if (!parent) return true;
  const { value } = answerOf(parts, parent);
  const word = parent.choices.find(([key]) => key === value)?.[1] ?? value;
  return isAsked(parent, items, parts) && isWanted(item.asked_if_answer, word);
}

function choicesOf(item, instrument) {
  const na = item.allows_na ? [["na", say("not_applicable"), ""]] : [];
  if (item.kind === "yes_no") return [["yes", say("yes"), ""], ["no", say("no"), ""], ...na];
  if (item.kind === "choice") return [...item.choices, ...na];
  return [...instrument.levels.map((level) => [level.value, level.word, item.levels[level.value] ?? level.description]), ...na];
}

function control(item, instrument, said, set) {
  const label = `${item.number} ${item.text}`;
  if (["rated", "yes_no"].includes(item.kind)) return radios(label, choicesOf(item, instrument), said.value, (value) => set({ value }));
  if (item.kind === "choice") {
    const box = select(choicesOf(item, instrument), said.value, say("choose"));
    box.addEventListener("change", () => set({ value: box.value }));
    return field(label, box);
  }
  if (item.kind === "text") {
    const box = el("textarea", { className: "form-control", rows: 3, value: said.value, oninput: () => set({ value: clean(box.value) }) });
    return field(label, box);
  }
  return item.kind === "number" ? numberField(item, label, said, set) : el("div", {}, el("p", { className: "field-legend" }, label), naTick(item, said, set));
}

// Where nothing is chosen from: a tick for “not applicable”. `ticked` is told of it.
function naTick(item, said, set, ticked = () => null) {
  if (!item.allows_na) return null;
  const tick = el("input", { type: "checkbox", className: "form-check-input", id: `na-${item.id}`, checked: said.value === "na" });
  tick.addEventListener("change", () => { set({ value: tick.checked ? "na" : "" }); ticked(); });
  return el("label", { className: "field-choice", htmlFor: tick.id }, tick, el("span", {}, say("not_applicable")));
}

// A number or the tick: each takes the other away.
function numberField(item, label, said, set) {
  const box = el("input", { className: "form-control", inputMode: "decimal", autocomplete: "off", value: said.value === "na" ? "" : said.value });
  const range = [item.least && say("at_least", { n: item.least }), item.most && say("at_most", { n: item.most })].filter(Boolean).join(" ");
  const na = naTick(item, said, set, () => { box.value = ""; });
  box.addEventListener("input", () => {
    if (na) na.querySelector("input").checked = false;
    set({ value: clean(box.value).replaceAll(",", "") });
  });
  return el("div", {}, field(item.unit ? `${label} (${item.unit})` : label, box, range), na);
}

function itemBox(item, section, { journal, frame, photosFor }) {
  const said = answerOf(journal.parts, item);
  const set = (change) => {
    const value = { ...empty, ...journal.parts[`answer:${item.id}`], ...change };
    journal.set(`answer:${item.id}`, value.value || value.note ? value : null);
    section.dispatchEvent(new Event("answered"));
  };
  const note = el("textarea", { className: "form-control", rows: 2, value: said.note, oninput: () => set({ note: clean(note.value) }) });
  const help = item.help && el("details", { className: "field-help" }, el("summary", {}, say("what_to_look_at")), el("p", {}, item.help));
  const parts = [control(item, frame.instrument, said, set), help, item.kind === "text" ? null : field(say("note"), note)];
  return el("div", { className: "field-item", "data-item": item.id }, parts.filter(Boolean), item.kind === "photo" ? photosFor({ item: item.id }) : null);
}

export function sectionForm(position, context) {
  const { instrument } = context.frame;
  const section = instrument.sections[position];
  const items = instrument.sections.flatMap((other) => other.items);
  const box = el("div", { className: "field-section" });
  const boxes = section.items.map((item) => [item, itemBox(item, box, context)]);
  const turn = () => boxes.forEach(([item, node]) => { node.hidden = !isAsked(item, items, context.journal.parts); });
  box.append(...boxes.map(([, node]) => node));
  box.addEventListener("answered", turn);
  turn();
  return box;
}

// Photos answer a photo item; all others are answered by what is chosen or typed.
const isAnswered = (item, parts) => answerOf(parts, item).value !== "" || (item.kind === "photo" && photosOf(parts, { item: item.id }).length > 0);

// How far a section is: answered of those that are asked.
export function sectionCount(section, instrument, parts) {
  const items = instrument.sections.flatMap((other) => other.items);
  const asked = section.items.filter((item) => isAsked(item, items, parts));
  return { asked: asked.length, answered: asked.filter((item) => isAnswered(item, parts)).length };
}
