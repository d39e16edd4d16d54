// What was open when the visit began: was it mended? And the visit's own words.
import { arrivalBox } from "./arrival.js";
import { clean } from "./content.js";
import { el, field, radios } from "./draw.js";
import { say } from "./words.js";

const LONGEST = 300; // characters of a caption

export function openItems({ journal, frame, photosFor }) {
  const open = frame.pack?.open ?? [];
  if (!open.length) return [el("p", {}, say("open_none"))];
  return [el("ul", { className: "field-rows" }, open.map((item) => {
    const said = { verdict: "", note: "", ...journal.parts[item.part] };
    const set = (change) => { Object.assign(said, change); journal.set(item.part, said.verdict || said.note ? { ...said } : null); };
    const note = el("textarea", { className: "form-control", rows: 2, value: said.note, oninput: () => set({ note: clean(note.value) }) });
    const photos = photosFor({ recheck: item.part.replace("recheck:", ""), caption: `${item.code} ${item.text}`.slice(0, LONGEST) });
    return el("li", { className: "field-card", "data-part": item.part }, el("h2", {}, item.text), el("p", { className: "text-secondary" }, `${item.code} · ${item.said}`),
      radios(say("open_question"), frame.list.verdicts, said.verdict, (verdict) => set({ verdict })), field(say("note"), note), photos);
  }))];
}

export function wordsForm({ journal }) {
  const box = (name, label, rows = 4) => {
    const area = el("textarea", { className: "form-control", rows, value: journal.parts[`visit:${name}`] ?? "" });
    area.addEventListener("input", () => journal.set(`visit:${name}`, clean(area.value) || null));
    return field(say(label), area);
  };
  return [box("impressions", "word_impressions"), box("problems", "word_problems"), box("notes", "word_notes")];
}

export function factsForm(context) {
  const { journal } = context;
  const date = el("input", { type: "date", className: "form-control", value: journal.parts["visit:visited_on"] ?? "" });
  date.addEventListener("input", () => journal.set("visit:visited_on", date.value || null));
  const others = el("textarea", { className: "form-control", rows: 3, value: journal.parts["visit:others"] ?? "" });
  others.addEventListener("input", () => journal.set("visit:others", clean(others.value) || null));
  return [field(say("visited_on"), date), arrivalBox(context), field(say("others"), others, say("others_help"))];
}
