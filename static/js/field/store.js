// The device's own database. Nothing in it goes before the portal has said that it has it.
const NAME = "qa-field", VERSION = 2;

function make(db, transaction, from) {
  if (from < 1) {
    db.createObjectStore("facts");
    db.createObjectStore("packs", { keyPath: "visit" });
    db.createObjectStore("records", { keyPath: "uid" });
    db.createObjectStore("parts", { keyPath: ["record", "part"] });
    db.createObjectStore("files", { keyPath: "uid" }).createIndex("record", "record");
  }
  if (from < 2) setBytesApart(db.createObjectStore("bytes"), transaction.objectStore("files"));
}

// Where a file stands is asked often, its bytes seldom: they lie apart, so that nobody reads a hundred photos to count.
function setBytesApart(blobs, files) {
  files.openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    const { bytes, ...file } = cursor.value;
    blobs.put(bytes, file.uid);
    cursor.update(file);
    cursor.continue();
  };
}

let opened;
function open() {
  opened ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => make(request.result, request.transaction, oldVersion);
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };
      done(request.result);
    };
  });
  return opened;
}

// One transaction over `names`: `act(store …)` asks; its result (or each of a list) is there once the data are on the disk.
export async function transact(mode, names, act) {
  const db = await open();
  return new Promise((done, failed) => {
    const transaction = db.transaction(names, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => done(Array.isArray(result) ? result.map(answered) : answered(result));
    transaction.onabort = transaction.onerror = () => failed(transaction.error ?? new Error("aborted"));
    result = act(...names.map((name) => transaction.objectStore(name)));
  });
}

const answered = (asked) => (asked instanceof IDBRequest ? asked.result : asked);

export const get = (name, key) => transact("readonly", [name], (rows) => rows.get(key));
export const all = (name, range) => transact("readonly", [name], (rows) => rows.getAll(range));
export const put = (name, value, key) => transact("readwrite", [name], (rows) => rows.put(value, key));
export const remove = (name, key) => transact("readwrite", [name], (rows) => rows.delete(key));
export const filesOf = (record) => transact("readonly", ["files"], (rows) => rows.index("record").getAll(record));
export const bytesOf = (file) => get("bytes", file);

const partsRange = (record) => IDBKeyRange.bound([record], [record, []]);

// {part: value} of a record; an emptied part is no part.
export async function partsOf(record) {
  const rows = await all("parts", partsRange(record));
  return Object.fromEntries(rows.filter((row) => row.value !== null).map((row) => [row.part, row.value]));
}

export function putParts(rows, record, values) {
  for (const [part, value] of Object.entries(values)) rows.put({ record, part, value });
}

// `file` as photos.asFile makes it: what is known of it, and its bytes.
export function putFile(files, blobs, { bytes, ...file }) {
  files.put(file);
  blobs.put(bytes, file.uid);
}

// Read, change, write a record in one breath, so that two tabs do not undo each other.
export function update(uid, change) {
  return transact("readwrite", ["records"], (rows) => {
    rows.get(uid).onsuccess = (event) => { if (event.target.result) rows.put({ ...event.target.result, ...change(event.target.result) }); };
  });
}

// A record with all its parts: written together or not at all.
export function putRecord(record, parts, files = []) {
  return transact("readwrite", ["records", "parts", "files", "bytes"], (records, rows, known, blobs) => {
    records.put(record);
    rows.delete(partsRange(record.uid));
    putParts(rows, record.uid, parts);
    for (const file of files) putFile(known, blobs, file);
  });
}

export function removeRecord(uid) {
  return transact("readwrite", ["records", "parts", "files", "bytes"], (records, rows, files, blobs) => {
    records.delete(uid);
    rows.delete(partsRange(uid));
    files.index("record").getAllKeys(uid).onsuccess = (event) => event.target.result.forEach((key) => {
      files.delete(key);
      blobs.delete(key);
    });
  });
}

export const isFull = (error) => error?.name === "QuotaExceededError";
