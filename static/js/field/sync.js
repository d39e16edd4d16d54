// Brings what waits to the portal, exactly once: a content is frozen with its hash before it is first sent, and the same
// bytes are sent again until an answer comes. One tab at a time; what one record meets never holds up the others.
import { begin, sendJson, sendPiece, ask, Trouble } from "./ask.js";
import { fingerprint, isSame, trimmed } from "./content.js";
import { isMine, label, look, signedIn } from "./device.js";
import { bytesOf, filesOf, get, partsOf, putRecord, update, put } from "./store.js";
import { addresses, say } from "./words.js";

const PIECE = 128 * 1024, AGAIN = 20000; // bytes, milliseconds
export const news = new EventTarget();
const channel = new BroadcastChannel("qa-field");
channel.onmessage = () => news.dispatchEvent(new Event("change"));

export function changed() {
  news.dispatchEvent(new Event("change"));
  channel.postMessage("change");
}

export const line = { state: "idle" }; // idle, sending, offline, signedOut, other
function tell(state) {
  line.state = state;
  news.dispatchEvent(new Event("change"));
}

// ---- a run

let next = null; // the run that waits for its turn
let turn = Promise.resolve();

// One run after another, in all tabs.
const inTurn = (act) => (navigator.locks ? navigator.locks.request("qa-field-sync", act) : (turn = turn.then(act, act)));

// Sends all that waits: done when what waited at this moment has been tried, also if another run is at work by now.
export function sync() {
  next ??= inTurn(() => {
    next = null;
    return run();
  });
  return next;
}

async function run() {
  const waiting = await toSend();
  if (!waiting.length) return tell("idle");
  tell("sending");
  try {
    const { token, person } = await begin();
    await signedIn(person);
    const mine = waiting.filter((record) => isMine(record, person));
    for (const record of mine) await settle(record, token);
    tell("idle");
  } catch (error) {
    tell(["signedOut", "refused"].includes(error.kind) ? "signedOut" : "offline");
    if (!(error instanceof Trouble)) throw error;
  }
  changed();
}

// The portal takes a file once it knows of it from a content that has arrived.
export const isTold = (record, file) => [record.sentParts, record.out?.content.parts].some((parts) => parts && (`photo:${file.uid}` in parts || `sign:${file.uid}` in parts));

// Records with something on its way, and those with photos still to come.
async function toSend() {
  const { records, files } = await look();
  const hasFiles = (record) => record.isKnown && files.some((file) => file.record === record.uid && file.state === "waiting" && isTold(record, file));
  return records.filter((record) => record.state !== "refused" && (record.out || record.isReady || hasFiles(record)));
}

// A record and its photos. What ends the whole run is thrown: no line, signed out.
async function settle(record, token) {
  try {
    const out = record.out ?? (record.isReady ? await freeze(record.uid) : null);
    if (out) await sendRecord(record.uid, out, token);
    if ((await get("records", record.uid)).isKnown) await sendFiles(record.uid, token);
  } catch (error) {
    if (!(error instanceof Trouble) || ["offline", "signedOut"].includes(error.kind)) throw error;
    if (error.kind === "refused") await refused(record.uid, error.message);
  }
  changed();
}

// What is refused stays as it is; once it is mended and finished again, it is frozen anew.
const refused = (uid, message) => update(uid, (now) => ({ state: "refused", isReady: false, message, out: now.isKnown && now.state === "conflict" ? now.out : null }));

// ---- the words

// The content as it will be sent, however often; later typing goes into the next one.
export async function freeze(uid) {
  const record = await get("records", uid);
  if (record.out) return record.out;
  const content = {
    format: 1, author: record.user, visit: record.visit, unplanned: record.unplanned, on_top_of: record.revision,
    typed_at: record.changedAt, parts: trimmed(await partsOf(uid)), base: record.base,
  };
  const out = { content, sha256: await fingerprint(content) };
  await update(uid, (now) => (now.changedAt === record.changedAt && !now.out ? { out } : {}));
  return (await get("records", uid)).out ?? freeze(uid);
}

async function sendRecord(uid, out, token) {
  const path = `${addresses.records}${uid}/`;
  let answer;
  try {
    answer = await sendJson(path, token, { ...out, device: label() });
  } catch (error) {
    if (error.kind !== "conflict" || !error.answer.conflict_url) throw error;
    const { message, conflict_url: conflictUrl, visit_url: visitUrl } = error.answer;
    await update(uid, () => ({ state: "conflict", isKnown: true, message, conflictUrl, visitUrl }));
    return;
  }
  await (answer.is_settled ? adopt(uid, out, answer) : arrived(uid, out, answer));
}

const received = (answer) => ({
  revision: answer.revision, receipt: answer.receipt, receiptUrl: answer.receipt_url, visitUrl: answer.visit_url,
  standing: answer.standing_said, problems: answer.problems, message: "", isKnown: true, out: null,
});

async function arrived(uid, out, answer) {
  const parts = trimmed(await partsOf(uid));
  const isWhole = isSame(parts, out.content.parts);
  await update(uid, (now) => ({
    ...received(answer), sentParts: out.content.parts, state: isWhole ? "sent" : now.isReady ? "waiting" : "writing",
    isReady: !isWhole && now.isReady, sentAt: new Date().toISOString(),
  }));
}

// A conflict was settled on the portal: what was chosen there, and on top of it what was typed here since.
async function adopt(uid, out, answer) {
  const now = trimmed(await partsOf(uid));
  const parts = { ...answer.parts };
  for (const part of new Set([...Object.keys(now), ...Object.keys(out.content.parts)])) {
    if (isSame(now[part], out.content.parts[part])) continue;
    if (part in now) parts[part] = now[part];
    else delete parts[part];
  }
  const isWhole = isSame(parts, answer.parts);
  const record = await get("records", uid);
  await putRecord({ ...record, ...received(answer), sentParts: answer.parts, conflictUrl: null, state: isWhole ? "sent" : "writing", isReady: false }, parts);
}

// ---- photos and drawn signatures

async function sendFiles(uid, token) {
  const record = await get("records", uid);
  let took = 0;
  for (const file of await filesOf(uid)) {
    if (file.state !== "waiting" || !isTold(record, file)) continue;
    await rest(took);
    const began = performance.now();
    try {
      await sendFile(file, token);
    } catch (error) {
      if (!(error instanceof Trouble) || ["offline", "signedOut"].includes(error.kind)) throw error;
      if (error.kind === "refused" && error.answer.message) await put("files", { ...file, state: "refused", message: error.message });
    }
    took = performance.now() - began;
    changed();
  }
  if (took) await askStanding(uid);
}

// With its photos more of a record has gone into the visit, or could not.
async function askStanding(uid) {
  try {
    const answer = await ask(`${addresses.records}${uid}/`);
    await update(uid, () => ({ standing: answer.standing_said, problems: answer.problems }));
  } catch (error) {
    if (!(error instanceof Trouble)) throw error; // it is told with the next thing that is sent
  }
}

// Between two files a phone rests three times as long as the last one took: the busier the portal, the longer, so that
// many phones at once leave it time for those who look at pages.
// A page out of sight does not: browsers let its clock stand.
const rest = (took) => new Promise((done) => { if (took && !document.hidden) setTimeout(done, Math.min(3 * took, 3000)); else done(); });

// From where it broke off: the portal says how much it has.
async function sendFile(file, token) {
  const path = `${addresses.records}${file.record}/files/${file.uid}/`;
  let standing = await ask(path);
  const bytes = standing.is_stored ? null : await bytesOf(file.uid);
  for (let turns = 0; !standing.is_stored && turns < 400; turns += 1) {
    const piece = bytes.slice(standing.offset, standing.offset + PIECE);
    try {
      standing = await sendPiece(path, token, standing.offset, piece);
    } catch (error) {
      if (error.kind !== "conflict") throw error;
      standing = await ask(path);
    }
  }
  if (standing.is_stored) await put("files", { ...file, state: "sent", message: "" });
}

// ---- when

// From now on it waits to be sent, as it stands now.
export async function makeReady(uid) {
  await update(uid, (record) => ({ isReady: true, state: "waiting", message: "", changedAt: record.changedAt ?? new Date().toISOString() }));
  await freeze(uid);
  changed();
}

export async function sendNow(uid) {
  await makeReady(uid);
  return sync();
}

export function keepSending() {
  addEventListener("online", sync);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(); });
  setInterval(sync, AGAIN);
  return sync();
}

export const lineSaid = () => (line.state === "idle" ? "" : say(`line_${line.state}`));
