// Every keystroke goes to the device's disk: at the latest a quarter of a second after it, and at once when the page is
// hidden or left. What could not be written (a full disk) stays here and is tried again with the next keystroke.
import { isSame } from "./content.js";
import { isFull, putFile, putParts, transact } from "./store.js";

const PAUSE = 250; // milliseconds

let current = null;

// What is typed into a record and not on the disk yet: {part: {value, file}}.
export const unwritten = (record) => (current?.record === record ? current.pending : {});

export class Journal extends EventTarget {
  constructor(record, parts) {
    super();
    current = this;
    this.record = record;
    this.parts = parts;
    this.pending = {};
    this.writing = Promise.resolve();
    this.leave = () => this.flush();
    for (const [target, name] of [[document, "visibilitychange"], [window, "pagehide"]]) target.addEventListener(name, this.leave);
  }

  // `value` null takes the part away. `file`: bytes that the part speaks of, written together with it.
  set(part, value, file = null) {
    if (isSame(this.parts[part], value) && !file) return;
    if (value === null) delete this.parts[part];
    else this.parts[part] = value;
    this.pending[part] = { value, file };
    this.tell("pending");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  // Done when what was typed up to now is on the disk. Throws nothing: a full disk is told.
  flush() {
    clearTimeout(this.timer);
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  async write() {
    const taken = this.pending;
    if (!Object.keys(taken).length) return;
    this.pending = {};
    try {
      await this.save(taken);
      this.isFull = false;
      this.tell(Object.keys(this.pending).length ? "pending" : "kept");
    } catch (error) {
      this.pending = { ...taken, ...this.pending };
      this.isFull = isFull(error);
      this.tell(this.isFull ? "full" : "failed");
    }
  }

  save(taken) {
    return transact("readwrite", ["records", "parts", "files", "bytes"], (records, rows, files, blobs) => {
      putParts(rows, this.record, Object.fromEntries(Object.entries(taken).map(([part, { value }]) => [part, value])));
      for (const [part, { value, file }] of Object.entries(taken)) {
        if (file) putFile(files, blobs, file);
        if (value === null) for (const store of [files, blobs]) store.delete(part.split(":").at(-1));
      }
      records.get(this.record).onsuccess = ({ target: { result } }) => {
        const state = result.state === "conflict" ? "conflict" : "writing";
        records.put({ ...result, state, isReady: false, changedAt: new Date().toISOString() });
      };
    });
  }

  close() {
    document.removeEventListener("visibilitychange", this.leave);
    window.removeEventListener("pagehide", this.leave);
    return this.flush();
  }

  tell(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}
