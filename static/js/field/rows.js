// Rows that a person adds: findings, promises, photos. Each is one part with an id of its own.
import { clean } from "./content.js";
import { button, el, field, radios, select } from "./draw.js";
import { asFile, compressed, thumbnail } from "./photos.js";
import { bytesOf } from "./store.js";
import { day, say } from "./words.js";

export const rowsOf = (parts, kind) => Object.entries(parts).filter(([part]) => part.startsWith(`${kind}:`));
const uidOf = (part) => part.split(":").at(-1);

// The photos of one item, of one finding, of one second look, or of the visit as a whole.
export const photosOf = (parts, { item = "", finding = "", recheck = "" }) =>
  rowsOf(parts, "photo").filter(([, said]) => said.item === item && said.finding === finding && (said.recheck ?? "") === recheck);

// A row's fields write straight into its part; the row is there from its first word on.
function editor(journal, part, said) {
  const change = (values) => { Object.assign(said, values); journal.set(part, { ...said }); };
  const text = (name, label, properties = {}, help = "") => {
    const box = el(properties.rows ? "textarea" : "input", { className: "form-control", autocomplete: "off", value: said[name], ...properties });
    box.addEventListener("input", () => change({ [name]: clean(box.value) }));
    return field(label, box, help);
  };
  const pick = (name, label, pairs, empty = null) => {
    const box = select(pairs, said[name], empty);
    box.addEventListener("change", () => change({ [name]: box.value }));
    return field(label, box);
  };
  return { change, text, pick };
}

function card(heading, children, { journal, part, redraw }) {
  const out = async () => { journal.set(part, null); await journal.flush(); redraw(); };
  return el("li", { className: "field-card", "data-part": part }, el("h2", {}, heading), children, el("p", {}, button("take_out", out)));
}

const adder = (word, journal, kind, made, redraw) => button(word, async () => {
  journal.set(`${kind}:${crypto.randomUUID()}`, made);
  await journal.flush();
  redraw();
}, "btn-primary");

// ---- findings

export function findingRows(context) {
  const { journal, frame: { list } } = context;
  const cards = rowsOf(journal.parts, "finding").map(([part, value], number) => {
    const said = { ...value };
    const { change, text, pick } = editor(journal, part, said);
    return card(say("finding_n", { n: number + 1 }), [
      radios(say("finding_kind"), list.kinds, said.kind, (kind) => change({ kind })),
      pick("category", say("finding_category"), list.categories, say("choose")),
      text("text", say("finding_text"), { rows: 4 }),
      pick("severity", say("finding_severity"), list.severities, say("not_said")),
      pick("standard", say("finding_standard"), list.standards, say("no_standard")),
      context.photosFor({ finding: uidOf(part) }),
    ], { ...context, part });
  });
  const made = { kind: "develop", category: "", standard: "", severity: "", text: "" };
  return [el("ul", { className: "field-rows" }, cards), adder("finding_add", journal, "finding", made, context.redraw)];
}

// ---- promises

export function promiseRows(context) {
  const { journal, frame: { list } } = context;
  const findings = rowsOf(journal.parts, "finding").map(([part, said]) => [uidOf(part), said.text.slice(0, 60) || say("finding_empty")]);
  const cards = rowsOf(journal.parts, "action").map(([part, value], number) => {
    const said = { ...value };
    const { change, text, pick } = editor(journal, part, said);
    return card(say("promise_n", { n: number + 1 }), [
      text("what", say("promise_what"), { rows: 3 }),
      radios(say("promise_owed_by"), list.owed_by, said.owed_by, (owed) => change({ owed_by: owed })),
      text("owner_text", say("promise_owner"), { maxLength: 200 }),
      text("due_on", say("promise_due"), { type: "date" }, said.due_on ? day(said.due_on) : ""),
      pick("finding", say("promise_finding"), findings, say("no_finding")),
    ], { ...context, part });
  });
  const made = { finding: "", what: "", owed_by: "school", owner_text: "", due_on: "" };
  return [el("ul", { className: "field-rows" }, cards), adder("promise_add", journal, "action", made, context.redraw)];
}

// ---- photos

// The photos of one owner (photosOf), and one more; `caption` is what a new one begins with.
export function photoRows(context, { item = "", finding = "", recheck = "", caption = "" } = {}) {
  const { journal, record, redraw } = context;
  const mine = photosOf(journal.parts, { item, finding, recheck });
  const owner = { item, finding, ...(recheck && { recheck }) };
  const input = el("input", { type: "file", accept: "image/*", className: "form-control" });
  const wrong = el("p", { className: "text-danger", role: "alert" });
  input.addEventListener("change", async () => {
    try {
      const { file, said } = await asFile(record.uid, await compressed(input.files[0]));
      journal.set(`photo:${file.uid}`, { ...said, ...owner, caption, has_consent: false, taken_at: new Date().toISOString() }, file);
      await journal.flush();
      redraw();
    } catch {
      wrong.textContent = say("photo_unreadable");
    }
  });
  return el("div", { className: "field-photos" }, el("ul", { className: "field-rows" }, mine.map((row) => photoCard(row, context))), field(say("photo_add"), input, say("photo_help")), wrong);
}

function photoCard([part, value], context) {
  const said = { ...value };
  const { change, text } = editor(context.journal, part, said);
  const box = el("li", { className: "field-card", "data-part": part });
  const consent = el("input", { type: "checkbox", className: "form-check-input", checked: said.has_consent, id: `consent-${uidOf(part)}` });
  consent.addEventListener("change", () => change({ has_consent: consent.checked }));
  const agreed = el("label", { className: "field-choice", htmlFor: consent.id }, consent, el("span", {}, say("photo_consent")));
  const out = async () => { context.journal.set(part, null); await context.journal.flush(); context.redraw(); };
  box.append(text("caption", say("photo_caption"), { maxLength: 300 }), agreed, el("p", {}, button("take_out", out)));
  bytesOf(uidOf(part)).then(async (bytes) => { if (bytes) box.prepend(await thumbnail(bytes, said.caption)); });
  return box;
}
