// The visits that are mine, which of them are ready with no signal, and the records on this device.
import { badge, button, el, field, link, select, show } from "./draw.js";
import { look, person } from "./device.js";
import { index, recordOf, refreshIndex, takeAlong, unplanned } from "./pack.js";
import { all } from "./store.js";
import { day, moment, say } from "./words.js";

const WEEK = 7; // days

async function take(visits, place) {
  for (const visit of visits) {
    place.textContent = say("taking", { school: visit.school });
    try {
      await takeAlong(visit.uid);
    } catch {
      place.textContent = say("taking_failed", { school: visit.school });
      return;
    }
  }
  await showHome();
}

const isThisWeek = (visit) => {
  const days = (new Date(visit.planned_on) - new Date(new Date().toDateString())) / 86400000;
  return days > -WEEK && days <= WEEK;
};

function visitCard(visit, pack, record, place) {
  const start = async () => { location.hash = `#/record/${(await recordOf(visit.uid)).uid}`; };
  const ready = pack
    ? el("p", { className: "field-ready", "data-ready": visit.uid }, el("span", { "aria-hidden": "true" }, "✓ "), say("ready", { time: moment(pack.takenAt) }))
    : el("p", { className: "text-secondary" }, say("not_ready"));
  return el("li", { className: "field-card", "data-visit": visit.uid },
    el("h3", {}, visit.school), el("p", {}, `${visit.day} · ${visit.purpose} · ${visit.code}${visit.is_lead ? ` · ${say("you_lead")}` : ""}`),
    record?.changedAt && el("p", {}, badge(record.state)), visit.conflict && conflictLine(visit), ready,
    el("p", { className: "field-buttons" }, pack && button(record ? "go_on" : "begin", start, "btn-primary"), button(pack ? "take_again" : "take", () => take([visit], place), pack ? undefined : "btn-primary")));
}

// What another device of the same person wrote differently: this one, which was first, learns it with the list.
const conflictLine = (visit) => el("p", { className: "alert alert-warning" }, `${say("conflict_here")} `, el("a", { href: visit.conflict }, say("conflict_open")));

export async function showHome() {
  const here = location.hash;
  const [list, packed, { records, others }] = await Promise.all([index(), all("packs"), look()]);
  const packs = new Map(packed.map((pack) => [pack.visit, pack]));
  const place = el("p", { role: "status", id: "taking" });
  const refresh = async () => {
    try {
      await refreshIndex();
      await showHome();
    } catch (error) {
      place.textContent = say(error.kind === "offline" ? "line_offline" : "line_signedOut");
    }
  };
  const visits = list?.visits ?? [];
  const known = new Set(visits.map((visit) => visit.record));
  const alone = records.filter((record) => !known.has(record.uid) && (record.unplanned || record.changedAt));
  show(here, say("home"), el("p", {}, list ? say("list_taken", { time: moment(list.taken_at), name: list.person.name }) : say("list_none")),
    others > 0 && el("p", { className: "alert alert-info" }, say("others_told", { n: others })), place,
    el("p", { className: "field-buttons" }, button("refresh", refresh, list ? undefined : "btn-primary"),
      visits.some(isThisWeek) && button("take_week", () => take(visits.filter(isThisWeek), place), "btn-primary"), list && link("#/new", say("new"))),
    visits.length > 0 && el("h2", {}, say("my_visits")),
    el("ul", { className: "field-rows field-long" }, visits.map((visit) => visitCard(visit, packs.get(visit.uid), records.find((record) => record.uid === visit.record), place))),
    alone.length > 0 && el("h2", {}, say("on_this_device")), el("ul", { className: "field-rows" }, alone.map(recordCard)));
}

const recordCard = (record) => el("li", { className: "field-card" }, el("h3", {}, record.school), el("p", {}, badge(record.state), record.carrier ? ` ${say("carried_for", { name: record.author })}` : ""),
  !record.carrier && el("p", {}, link(`#/record/${record.uid}`, say("go_on"), "btn btn-primary btn-touch")));

// ---- a visit without a plan

export async function showNew() {
  const here = location.hash;
  const list = await index();
  if (!list || !(await person())) { location.hash = "#/"; return; }
  const today = new Date().toLocaleDateString("sv-SE");
  const find = el("input", { className: "form-control", type: "search", autocomplete: "off" });
  const school = select([], "", say("choose"));
  const offer = () => {
    const found = list.schools.filter((row) => `${row.name} ${row.amphoe} ${row.moe_code}`.includes(find.value.trim())).slice(0, 200);
    school.replaceChildren(...[["", say("choose")], ...found.map((row) => [row.moe_code, `${row.name}${row.amphoe ? ` (${row.amphoe})` : ""}`])].map(([value, text]) => el("option", { value }, text)));
  };
  find.addEventListener("input", offer);
  offer();
  const date = el("input", { className: "form-control", type: "date", value: today, max: today });
  const instrument = select(Object.values(list.instruments).map((row) => [row.id, row.name]), Object.keys(list.instruments)[0], say("no_instrument"));
  const purpose = select(list.lists.purposes.filter(([key]) => key !== "other"), "iqa");
  const wrong = el("p", { className: "text-danger", role: "alert" });
  const begin = async () => {
    const row = list.schools.find(({ moe_code: code }) => code === school.value);
    if (!row || !date.value || date.value > today) { wrong.textContent = say("new_needs"); return; }
    const record = await unplanned({ school: row.moe_code, name: row.name, instrument: instrument.value, visitedOn: date.value, purpose: purpose.value });
    location.hash = `#/record/${record.uid}`;
  };
  show(here, say("new"), el("p", {}, say("new_told")), field(say("find_school"), find), field(say("school"), school), field(say("visited_on"), date, day(today)),
    field(say("purpose"), purpose), field(say("instrument"), instrument), wrong, el("p", { className: "field-buttons" }, button("begin", begin, "btn-primary"), link("#/", say("to_home"))));
}
