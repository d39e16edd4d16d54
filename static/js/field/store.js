// The device's own database. Nothing in it goes before the portal has said that it has it.
const NAME = "qa-field", VERSION = 1;

function make(db) {
  db.createObjectStore("facts");
  db.createObjectStore("packs", { keyPath: "visit" });
  db.createObjectStore("records", { keyPath: "uid" });
  db.createObjectStore("parts", { keyPath: ["record", "part"] });
  db.createObjectStore("files", { keyPath: "uid" }).createIndex("record", "record");
}

let opened;
function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => make(request.result);
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      done(request.result);
    };
  });
  return opened;
}

// One transaction over `names`: `act(store …)` asks; its result is waited for after the data are on the disk.
export async function transact(mode, names, act) {
  const db = await open();
  return new Promise((done, failed) => {
    const transaction = db.transaction(names, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => done(result instanceof IDBRequest ? result.result : result);
    transaction.onabort = transaction.onerror = () => failed(transaction.error ?? new Error("aborted"));
    result = act(...names.map((name) => transaction.objectStore(name)));
  });
}

export const get = (name, key) => transact("readonly", [name], (rows) => rows.get(key));
export const all = (name, range) => transact("readonly", [name], (rows) => rows.getAll(range));
export const put = (name, value, key) => transact("readwrite", [name], (rows) => rows.put(value, key));
export const remove = (name, key) => transact("readwrite", [name], (rows) => rows.delete(key));
export const filesOf = (record) => transact("readonly", ["files"], (rows) => rows.index("record").getAll(record));

const partsRange = (record) => IDBKeyRange.bound([record], [record, []]);

// {part: value} of a record; an emptied part is no part.
export async function partsOf(record) {
  const rows = await all("parts", partsRange(record));
  return Object.fromEntries(rows.filter((row) => row.value !== null).map((row) => [row.part, row.value]));
}

export function putParts(rows, record, values) {
  for (const [part, value] of Object.entries(values)) rows.put({ record, part, value });
}

// Read, change, write a record in one breath, so that two tabs do not undo each other.
export function update(uid, change) {
  return transact("readwrite", ["records"], (rows) => {
    rows.get(uid).onsuccess = (event) => { if (event.target.result) rows.put({ ...event.target.result, ...change(event.target.result) }); };
  });
}

// A record with all its parts: written together or not at all.
export function putRecord(record, parts, files = []) {
  return transact("readwrite", ["records", "parts", "files"], (records, rows, blobs) => {
    records.put(record);
    rows.delete(partsRange(record.uid));
    putParts(rows, record.uid, parts);
    for (const file of files) blobs.put(file);
  });
}

export function removeRecord(uid) {
  return transact("readwrite", ["records", "parts", "files"], (records, rows, files) => {
    records.delete(uid);
    rows.delete(partsRange(uid));
    files.index("record").getAllKeys(uid).onsuccess = (event) => event.target.result.forEach((key) => files.delete(key));
  });
}

export const isFull = (error) => error?.name === "QuotaExceededError";
