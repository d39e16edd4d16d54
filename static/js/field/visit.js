// One record: what there is to do, and each step on a page of its own.
import { badge, button, el, link, show } from "./draw.js";
import { sectionCount, sectionForm } from "./form.js";
import { Journal } from "./journal.js";
import { frameOf } from "./pack.js";
import { factsForm, openItems, wordsForm } from "./recheck.js";
import { findingRows, photoRows, promiseRows, rowsOf } from "./rows.js";
import { signForm, signedList } from "./sign.js";
import { get, partsOf } from "./store.js";
import { makeReady, sync } from "./sync.js";
import { moment, say } from "./words.js";

let open = null; // the record that is being written: its journal lives as long as its pages are shown

export async function leave() {
  await open?.journal.close();
  open = null;
}

async function enter(uid) {
  if (open?.record.uid === uid) return open;
  await leave();
  const record = await get("records", uid);
  if (!record) return null;
  const context = { record, journal: new Journal(uid, await partsOf(uid)), frame: await frameOf(record) };
  context.photosFor = (owner) => photoRows(context, owner);
  context.journal.addEventListener("state", ({ detail }) => tell(detail));
  open = context;
  return context;
}

function tell(state) {
  const place = document.getElementById("kept");
  place.dataset.state = state;
  place.textContent = state === "pending" ? say("kept_pending") : say(`kept_${state}`, { time: moment(new Date().toISOString()) });
  document.getElementById("full").hidden = state !== "full";
}

// ---- the steps

function steps({ frame, journal }) {
  const sections = frame.instrument?.sections ?? [];
  const said = (names) => (names.some((name) => journal.parts[`visit:${name}`]) ? say("step_begun") : "");
  const count = (kind) => { const n = rowsOf(journal.parts, kind).length; return n ? say("step_n", { n }) : ""; };
  const counts = sections.map((section) => sectionCount(section, frame.instrument, journal.parts));
  return [
    { key: "open", title: say("step_open"), body: openItems, said: count("recheck") },
    { key: "facts", title: say("step_facts"), body: factsForm, said: said(["visited_on"]) },
    ...sections.map((section, position) => ({ key: `s${position}`, title: section.title, guidance: section.guidance, body: (context) => [sectionForm(position, context)], said: say("step_of", counts[position]) })),
    { key: "findings", title: say("step_findings"), body: findingRows, said: count("finding") },
    { key: "promises", title: say("step_promises"), body: promiseRows, said: count("action") },
    { key: "words", title: say("step_words"), body: wordsForm, said: said(["impressions", "problems", "notes"]) },
    { key: "photos", title: say("step_photos"), body: (context) => [context.photosFor({})], said: count("photo") },
    { key: "sign", title: say("step_sign"), body: (context) => [signedList(context), ...signForm(context)], said: count("sign") },
  ];
}

export async function showRecord(uid, key = "") {
  const here = location.hash;
  const context = await enter(uid);
  if (!context) { location.hash = "#/"; return; }
  const all = steps(context);
  const place = all.findIndex((step) => step.key === key);
  context.redraw = () => showRecord(uid, key);
  if (place < 0) await showTasks(here, context, all);
  else showStep(here, context, all, place);
}

function showStep(here, context, all, place) {
  const step = all[place];
  const base = `#/record/${context.record.uid}`;
  const next = all[place + 1];
  show(here, step.title, el("p", { className: "text-secondary" }, context.record.school), step.guidance && el("p", {}, step.guidance), step.body(context),
    el("p", { className: "field-buttons" }, link(next ? `${base}/${next.key}` : base, say(next ? "next" : "to_check"), "btn btn-primary btn-touch"), link(base, say("to_list"))));
}

async function showTasks(here, context, all) {
  await context.journal.flush();
  const record = await get("records", context.record.uid);
  const { pack } = context.frame;
  const base = `#/record/${record.uid}`;
  const list = el("ol", { className: "field-tasks" }, all.map((step) => el("li", {}, el("a", { href: `${base}/${step.key}` }, el("span", {}, step.title), el("small", {}, step.said)))));
  const send = async () => { await context.journal.flush(); await makeReady(record.uid); if (location.hash === here) location.hash = "#/queue"; await sync(); };
  show(here, record.school, el("p", { id: "record-state" }, badge(record.state), record.receipt && ` ${say("receipt")} `, record.receipt && el("a", { href: record.receiptUrl }, record.receipt)),
    problemList(context, record), pack && packFacts(pack), el("h2", {}, say("what_to_do")), list,
    lackingList(context, record, all), el("p", {}, say("send_told")), el("p", { className: "field-buttons" }, button("send", send, "btn-primary"), link("#/", say("to_home"))));
}

// What the portal could not take in, each with its sentence and, where it is known, the step that mends it.
const STEP = { finding: "findings", action: "promises", photo: "photos", sign: "sign", recheck: "open" };
function stepOf(part, { frame, journal }) {
  const [kind, key] = part.split(":");
  const said = journal.parts[part];
  if (kind === "photo" && said?.recheck) return "open";
  if (kind === "photo" && said?.finding) return "findings";
  if (kind === "visit") return ["visited_on", "arrival", "others"].includes(key) ? "facts" : "words";
  const own = kind === "answer" ? key : said?.item;
  if (!own) return STEP[kind];
  return `s${frame.instrument?.sections.findIndex((section) => section.items.some((item) => item.id === own))}`;
}

function problemList(context, record) {
  const problems = Object.entries(record.problems ?? {});
  if (!problems.length && !record.message) return null;
  return el("div", { className: "alert alert-warning", role: "alert" }, record.message && el("p", {}, record.message),
    record.conflictUrl && el("p", {}, link(record.conflictUrl, say("conflict_open"))),
    problems.length > 0 && el("p", {}, say("problems_told")),
    el("ul", {}, problems.map(([part, said]) => el("li", {}, el("a", { href: `#/record/${record.uid}/${stepOf(part, context)}` }, said.join(" "))))));
}

// What the report needs and a part does not say yet, told before it is sent: [part, what is missing].
const NEEDS = {
  finding: { category: "finding_category", text: "finding_text" }, action: { what: "promise_what", due_on: "promise_due" },
  photo: { caption: "photo_caption" }, recheck: { verdict: "open_question" },
};
function lacking(parts) {
  const rows = Object.entries(parts).map(([part, said]) => [part, Object.entries(NEEDS[part.split(":")[0]] ?? {}).filter(([name]) => !said[name]?.trim()).map(([, word]) => say(word))]);
  return [...(parts["visit:visited_on"] ? [] : [["visit:visited_on", [say("visited_on")]]]), ...rows.filter(([, missing]) => missing.length)];
}

function lackingList(context, record, all) {
  const rows = lacking(context.journal.parts).filter(([part]) => !(part in (record.problems ?? {})));
  if (!rows.length) return null;
  return el("div", { className: "alert alert-warning", id: "lacking" }, el("p", {}, say("lacking_told")), el("ul", {}, rows.map(([part, missing]) => {
    const step = all.find(({ key }) => key === stepOf(part, context));
    return el("li", {}, el("a", { href: `#/record/${record.uid}/${step.key}` }, `${step.title}: ${missing.join(", ")}`));
  })));
}

function packFacts(pack) {
  const facts = pack.school.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]);
  const last = pack.last && el("p", {}, say("last_visit", { day: pack.last.day, mean: pack.last.mean || "–" }), " ", pack.last.words.join(" · "));
  return el("details", { className: "field-help" }, el("summary", {}, say("school_facts")), el("dl", { className: "facts" }, facts), last, el("p", { className: "text-secondary" }, say("pack_taken", { time: moment(pack.taken_at) })));
}
