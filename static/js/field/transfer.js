// All that has not arrived, as one file: for another phone, or as a copy when this one is about to give up. The same ids
// and the same frozen contents, so that a record that both phones send is still one.
import { fingerprint } from "./content.js";
import { isMine, look, person } from "./device.js";
import { unwritten } from "./journal.js";
import { bytesOf, filesOf, get, partsOf, putRecord } from "./store.js";
import { freeze } from "./sync.js";
import { say } from "./words.js";

const KIND = "qa-portal-field", STEP = 0x8000;

function base64(bytes) {
  const view = new Uint8Array(bytes);
  let text = "";
  for (let place = 0; place < view.length; place += STEP) text += String.fromCharCode(...view.subarray(place, place + STEP));
  return btoa(text);
}

const unpacked = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;

export async function exported() {
  const records = [];
  for (const record of (await look()).records) {
    const left = Object.entries(unwritten(record.uid));
    if (!record.changedAt && !left.length) continue;
    if (record.isReady) await freeze(record.uid);
    const typed = Object.fromEntries(left.map(([part, { value }]) => [part, value]));
    const parts = Object.fromEntries(Object.entries({ ...(await partsOf(record.uid)), ...typed }).filter(([, value]) => value !== null));
    const kept = await Promise.all((await filesOf(record.uid)).map(async (file) => ({ ...file, bytes: await bytesOf(file.uid) })));
    const files = [...kept, ...left.map(([, { file }]) => file).filter(Boolean)];
    const now = await get("records", record.uid);
    const changedAt = left.length ? new Date().toISOString() : now.changedAt;
    records.push({ record: { ...now, changedAt, state: left.length ? "writing" : now.state }, parts, files: files.map((file) => ({ ...file, bytes: base64(file.bytes) })) });
  }
  const content = JSON.parse(JSON.stringify({ kind: KIND, format: 1, made_at: new Date().toISOString(), records }));
  return { content, sha256: await fingerprint(content) };
}

export async function exportAll() {
  const blob = new Blob([JSON.stringify(await exported())], { type: "application/json" });
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = `qa-field-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.json`;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}

// What is said when it is done. A record that is here already, with something of its own, is never overwritten.
export async function importFile(file) {
  const who = await person();
  let sent;
  try {
    sent = JSON.parse(await file.text());
  } catch {
    return say("import_unreadable");
  }
  if (sent.content?.kind !== KIND || (await fingerprint(sent.content)) !== sent.sha256) return say("import_unreadable");
  if (!who) return say("line_signedOut");
  const counts = { taken: 0, here: 0 };
  for (const entry of sent.content.records) counts[await importRecord(entry, who)] += 1;
  return say("import_done", counts);
}

async function importRecord({ record, parts, files }, who) {
  const here = await get("records", record.uid);
  if (here && (here.state !== "sent" || here.revision > record.revision || record.state === "sent")) return "here";
  const carrier = isMine({ user: record.user }, who) ? {} : { carrier: who.id };
  await putRecord({ ...record, ...carrier }, parts, files.map((file) => ({ ...file, bytes: unpacked(file.bytes) })));
  return "taken";
}
