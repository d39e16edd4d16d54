// Whose device this is now, and what a person leaves behind on it.
import { all, get, put, remove, removeRecord, transact } from "./store.js";

export const person = () => get("facts", "person");

// The person who signed in last is whose records are shown; those of others stay locked until they sign in.
export async function signedIn(who) {
  await put("facts", who, "person");
  return who;
}

export const isMine = (record, who) => Boolean(who) && (record.user === who.id || record.carrier === who.id);

// All that is the person's, as it is at one moment: their records, the records' files, and how many records of others wait.
export async function look() {
  const [who, rows, known] = await transact("readonly", ["facts", "records", "files"], (facts, records, files) => [facts.get("person"), records.getAll(), files.getAll()]);
  const records = rows.filter((record) => isMine(record, who));
  const mine = new Set(records.map((record) => record.uid));
  const others = rows.filter((record) => !mine.has(record.uid) && record.state !== "sent").length;
  return { who, records, files: known.filter((file) => mine.has(file.record)), others };
}

// How much of that has not arrived. A record that was only opened is nothing to lose.
export const unsent = ({ records, files }) =>
  records.filter((record) => record.changedAt && record.state !== "sent").length + files.filter((file) => file.state !== "sent").length;

// At log-out: all of the person's goes, unless something has not arrived, which stays for them alone.
export async function forget() {
  const { who, records, ...rest } = await look();
  if (!who || unsent({ records, ...rest })) return false;
  for (const record of records) await removeRecord(record.uid);
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
