// Whose device this is now, and what a person leaves behind on it.
import { all, get, put, remove, removeRecord } from "./store.js";

export const person = () => get("facts", "person");

// The person who signed in last is whose records are shown; those of others stay locked until they sign in.
export async function signedIn(who) {
  await put("facts", who, "person");
  return who;
}

export const isMine = (record, who) => Boolean(who) && (record.user === who.id || record.carrier === who.id);

export async function myRecords() {
  const who = await person();
  const rows = await all("records");
  return rows.filter((record) => isMine(record, who));
}

export async function countOfOthers() {
  const who = await person();
  return (await all("records")).filter((record) => !isMine(record, who) && record.state !== "sent").length;
}

// What of the person's has not all arrived. A record that was only opened is nothing to lose.
export async function unsent() {
  const records = (await myRecords()).filter((record) => record.changedAt && record.state !== "sent");
  const mine = new Set((await myRecords()).map((record) => record.uid));
  const files = (await all("files")).filter((file) => mine.has(file.record) && file.state !== "sent");
  return { records, files, count: records.length + files.length };
}

// At log-out: all of the person's goes, unless something has not arrived, which stays for them alone.
export async function forget() {
  const who = await person();
  if (!who || (await unsent()).count) return false;
  for (const record of await myRecords()) await removeRecord(record.uid);
  for (const pack of await all("packs")) if (pack.user === who.id) await remove("packs", pack.visit);
  await remove("facts", `index:${who.id}`);
  await remove("facts", "person");
  return true;
}

export function label() {
  const system = navigator.userAgentData?.platform ?? navigator.platform ?? "";
  const browser = navigator.userAgent.match(/(Firefox|Edg|Chrome|Safari)\/(\d+)/);
  return `${system} ${browser ? `${browser[1]} ${browser[2]}` : ""}`.trim().slice(0, 60);
}

// Asks the browser not to clear what is stored when room is short.
export const stay = () => navigator.storage?.persist?.().catch(() => false);
