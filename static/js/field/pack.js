// What is taken along: the list of one's own visits, and a pack for each, ready when its tick shows.
import { ask } from "./ask.js";
import { isSame } from "./content.js";
import { person, signedIn, stay } from "./device.js";
import { all, get, partsOf, put, putRecord, remove } from "./store.js";
import { addresses } from "./words.js";

export const index = async () => get("facts", `index:${(await person())?.id}`);

// The list anew from the portal; packs of visits that are no longer one's own go.
export async function refreshIndex() {
  const list = await ask(addresses.packs);
  await signedIn(list.person);
  await put("facts", list, `index:${list.person.id}`);
  const mine = new Set(list.visits.map((visit) => visit.uid));
  for (const pack of await all("packs")) if (pack.user === list.person.id && !mine.has(pack.visit)) await remove("packs", pack.visit);
  return list;
}

export async function takeAlong(uid) {
  const content = await ask(`${addresses.packs}${uid}/`);
  const who = await person();
  await put("packs", { visit: uid, user: who.id, takenAt: content.taken_at, content });
  await renew(content, who);
  stay();
  return content;
}

// A record on which nothing waits goes on from what the portal holds now; one with something unsent stays as it is.
async function renew(pack, who) {
  const { uid, record } = { uid: pack.visit.record, record: await get("records", pack.visit.record) };
  if (!record || record.out || (record.changedAt && record.state !== "sent")) return;
  if (record.revision === pack.record.revision && isSame(await partsOf(uid), pack.record.parts)) return;
  await putRecord({ ...record, ...begun(pack, who), changedAt: record.changedAt, state: record.state, receipt: record.receipt }, pack.record.parts);
}

const begun = (pack, who) => ({
  uid: pack.visit.record, user: who.id, author: who.name, visit: pack.visit.uid, unplanned: null, school: pack.visit.school,
  revision: pack.record.revision, base: pack.record.base, sentParts: pack.record.parts,
});

// The record of a visit, begun from its pack the first time.
export async function recordOf(visit) {
  const pack = await get("packs", visit);
  const record = await get("records", pack.content.visit.record);
  if (record) return record;
  const made = { ...begun(pack.content, await person()), state: "writing", isReady: false, out: null, changedAt: null };
  await putRecord(made, pack.content.record.parts);
  return made;
}

// A visit without a plan, made on the device; the portal makes it once when its record arrives.
export async function unplanned({ school, name, instrument, visitedOn, purpose }) {
  const who = await person();
  const record = {
    uid: crypto.randomUUID(), user: who.id, author: who.name, visit: crypto.randomUUID(), school: name,
    unplanned: { school, instrument, visited_on: visitedOn, purpose },
    revision: 0, base: {}, sentParts: {}, state: "writing", isReady: false, out: null, changedAt: new Date().toISOString(),
  };
  await putRecord(record, { "visit:visited_on": visitedOn });
  return record;
}

// Degrees as numbers, null where the portal does not know them.
const placeOf = (school) => (school?.latitude ? { latitude: Number(school.latitude), longitude: Number(school.longitude) } : null);

// What the form of a record is drawn from, with or without a pack.
export async function frameOf(record) {
  const list = await index();
  const pack = (await get("packs", record.visit))?.content ?? null;
  const instrument = pack?.instrument ?? list?.instruments[record.unplanned?.instrument] ?? null;
  const school = pack ? pack.position : list?.schools.find((row) => row.moe_code === record.unplanned?.school);
  return { list: list?.lists ?? {}, pack, instrument, position: placeOf(school) };
}
