// Brings a large file to the portal piece by piece before its form is sent, and goes on after a broken line, a reload or
// another day. The form then carries a ticket in place of the file (qa_portal.core.uploads). Small files go with the form.
const words = document.getElementById("upload-words")?.dataset;
const SMALL = 1 << 20, LEAST = 1 << 18, MOST = 1 << 22; // bytes: a file that goes with its form; a piece
const PATIENCE = 120000, AGAIN = 2000, FIRST = 500, LONGEST = 30000; // milliseconds

const wait = (time) => new Promise((done) => { setTimeout(done, time); });
const megabytes = (bytes) => (bytes / 1048576).toFixed(1);
const said = (text, values) => Object.entries(values).reduce((sentence, [name, value]) => sentence.replaceAll(`{${name}}`, value), text);

function element(tag, className, more = {}) {
  return Object.assign(document.createElement(tag), { className, ...more });
}

// The same file is known again by what is in it. A browser without a safe connection cannot say.
async function hashOf(file) {
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    return "";
  }
}

class Upload {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.isPaused = false;
    this.box = element("div", "upload", { hidden: true });
    this.bar = element("progress", "", { max: 1, value: 0 });
    this.bar.setAttribute("aria-label", words.bar);
    this.state = element("p", "upload-state");
    this.state.setAttribute("role", "status");
    this.pause = element("button", "btn btn-outline-secondary btn-touch", { type: "button" });
    this.drop = element("button", "btn btn-outline-secondary btn-touch", { type: "button", textContent: words.drop });
    this.ticket = element("input", "", { type: "hidden", name: `${input.name}_ticket`, disabled: true });
    const buttons = element("p", "upload-buttons");
    buttons.append(this.pause, this.drop);
    this.box.append(this.bar, this.state, buttons, this.ticket);
    input.after(this.box);
    input.addEventListener("change", () => this.chosen());
    this.pause.addEventListener("click", () => this.turn());
    this.drop.addEventListener("click", () => this.forget());
    this.form.addEventListener("submit", (event) => this.sent(event), true);
    if (input.dataset.ticket) this.ready({ ticket: input.dataset.ticket, name: input.dataset.kept, told: "" });
    else this.remember();
  }

  // ---- what the person does

  chosen() {
    const [file] = this.input.files;
    this.stop();
    this.box.hidden = true;
    if (!file || file.size <= SMALL) return;
    this.run = {};
    this.bring(file, this.run).catch((error) => this.refuse(error.message));
  }

  turn() {
    this.isPaused = !this.isPaused;
    this.line?.abort();
    this.resume?.();
  }

  async forget() {
    const { url } = this;
    this.stop();
    this.input.value = "";
    this.input.disabled = false;
    this.box.hidden = true;
    if (url) await this.ask(url, { method: "DELETE" }).catch(() => null);
    this.input.focus();
  }

  stop() {
    this.run = null;
    this.isPaused = false;
    this.ticket.disabled = true;
    this.url = null;
    this.sender = null;
    this.line?.abort();
    this.resume?.();
  }

  // A form that is sent before its file has come waits for it.
  sent(event) {
    if (!this.run) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.sender = { button: event.submitter };
    this.isPaused = false;
    this.resume?.();
    this.tell("later");
  }

  // ---- the way of the file

  async bring(file, run) {
    this.show(file);
    this.tell("reading");
    const sha256 = await hashOf(file);
    let facts = { isGone: true };
    this.piece = LEAST;
    while (run === this.run && facts.standing !== "ready") {
      if (facts.standing === "refused") throw new Error(facts.message);
      facts = await this.step(file, sha256, facts, run);
      this.url = facts.url;
    }
    if (run === this.run) this.ready(facts);
  }

  async step(file, sha256, facts, run) {
    if (facts.isGone) return this.steady(run, () => this.begin(file, sha256));
    this.bar.value = facts.offset / file.size;
    if (facts.offset < file.size) return this.sendOn(file, facts.offset, run);
    this.tell("checking");
    if (facts.standing === "checking") await wait(AGAIN);
    return this.steady(run, () => this.ask(`${facts.url}finish/`, { method: "POST" }));
  }

  // A piece is as large as the line carries in a second or two.
  async sendOn(file, offset, run) {
    this.tell("sending", { done: megabytes(offset), all: megabytes(file.size), percent: Math.floor((100 * offset) / file.size) });
    const begun = Date.now();
    const facts = await this.steady(run, () => this.send(file, offset));
    if (facts.offset !== offset + Math.min(this.piece, file.size - offset)) this.piece = Math.max(this.piece / 2, LEAST);
    else if (Date.now() - begun < AGAIN) this.piece = Math.min(this.piece * 2, MOST);
    return facts;
  }

  begin(file, sha256) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ name: file.name, size: file.size, sha256, kinds: this.input.accept })) body.append(name, value);
    return this.ask(this.input.dataset.upload, { method: "POST", body });
  }

  send(file, offset) {
    const body = file.slice(offset, offset + this.piece);
    return this.ask(this.url, { method: "PATCH", body, headers: { "Upload-Offset": offset, "Content-Type": "application/octet-stream" } });
  }

  // Asks until an answer comes: a line that breaks, a pause and a sign-out are waited for. Once a request has failed, the
  // portal is asked how far the upload is, since it may have come through.
  async steady(run, act) {
    for (let pause = FIRST; run === this.run; pause = Math.min(pause * 2, LONGEST)) {
      while (this.isPaused && run === this.run) await this.paused();
      this.showPause();
      try {
        return await act();
      } catch (error) {
        if (error.isFinal) throw error;
        if (this.url) act = () => this.ask(this.url);
        if (this.isPaused || run !== this.run) continue;
        this.tell(error.isSignedOut ? "signedOut" : "broken");
        await Promise.race([wait(pause), new Promise((done) => { addEventListener("online", done, { once: true }); })]);
      }
    }
    return {};
  }

  // The facts of an answer. Throws a final error for a sentence of the portal, any other for what may mend itself.
  async ask(url, { headers = {}, ...how } = {}) {
    this.line = new AbortController();
    const clock = setTimeout(() => this.line.abort(), PATIENCE);
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(url, { ...how, redirect: "manual", signal: this.line.signal, headers: { ...headers, "X-CSRFToken": token } });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.status === 404) return { isGone: true };
      if (!isJson) throw Object.assign(new Error(), { isSignedOut: answer.type === "opaqueredirect" || answer.status === 403 });
      const facts = await answer.json();
      if (answer.ok || (answer.status === 409 && facts.standing)) return facts;
      throw Object.assign(new Error(facts.message), { isFinal: true });
    } finally {
      clearTimeout(clock);
    }
  }

  // ---- what the person sees

  show(file) {
    this.name = file.name;
    this.box.hidden = this.bar.hidden = false;
    this.drop.hidden = false;
    this.bar.value = 0;
    this.box.dataset.state = "sending";
  }

  showPause() {
    this.pause.hidden = false;
    this.pause.textContent = words.pause;
  }

  paused() {
    this.pause.textContent = words.goOn;
    this.tell("paused");
    return new Promise((done) => { this.resume = done; });
  }

  tell(state, values = {}) {
    this.box.dataset.state = state;
    this.state.textContent = said(words[state], { name: this.name, ...values }) + (this.sender && state !== "later" ? ` ${words.later}` : "");
  }

  ready(facts) {
    this.run = null;
    this.name = facts.name;
    this.box.hidden = false;
    this.bar.hidden = this.pause.hidden = true;
    this.ticket.value = facts.ticket;
    this.ticket.disabled = false;
    this.input.disabled = true;
    const { sender } = this;
    this.sender = null;
    this.tell("ready", { told: facts.told });
    if (sender) this.form.requestSubmit(sender.button);
  }

  refuse(sentence) {
    this.run = null;
    this.sender = null;
    this.input.value = "";
    this.bar.hidden = this.pause.hidden = this.drop.hidden = true;
    this.tell("refused", { why: sentence });
    this.input.focus();
  }

  // What was begun on another day, or before the page was closed, waits for the same file.
  async remember() {
    const facts = await this.ask(this.input.dataset.upload).catch(() => null);
    const begun = facts?.unfinished?.find((row) => row.offset && row.kinds.join() === this.input.accept);
    if (!begun || this.run) return;
    this.show(begun);
    this.url = begun.url;
    this.bar.value = begun.offset / begun.size;
    this.pause.hidden = true;
    this.tell("begun", { done: megabytes(begun.offset), all: megabytes(begun.size) });
  }
}

if (words) for (const input of document.querySelectorAll("input[type=file][data-upload]:not([multiple])")) if (input.form) new Upload(input);
