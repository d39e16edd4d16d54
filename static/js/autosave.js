// Keeps what is typed into a form marked `data-autosave` until it is saved: in the portal, or, while there is no
// connection, in this browser. What was kept is put back by the server (qa_portal.core.unsaved).
const words = document.getElementById("autosave-words")?.dataset;
const PAUSE = 2000, RETRY = 15000, MAX_AGE = 30 * 24 * 3600 * 1000; // milliseconds
const MAX_ON_LEAVING = 60000; // bytes that a browser sends for a page that is being closed

const local = {
  key: (path) => `unsaved:${words.user}:${path}`,
  read: (path) => JSON.parse(localStorage.getItem(local.key(path)) ?? "null"),
  write: (path, entry) => { try { localStorage.setItem(local.key(path), JSON.stringify({ ...entry, at: Date.now() })); } catch { /* no room */ } },
  drop: (path) => localStorage.removeItem(local.key(path)),
};

function fieldsOf(form) {
  const secret = new Set([...form.querySelectorAll("[type=password]")].map((input) => input.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && !secret.has(name));
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.path = location.pathname;
    this.seen = form.dataset.autosave;
    this.isDirty = false;
    this.place = document.createElement("p");
    this.place.className = "autosave-state";
    this.place.setAttribute("role", "status");
    const actions = form.querySelector(".form-actions"); // in sight wherever its buttons are
    if (actions) actions.append(this.place);
    else form.after(this.place);
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.touch());
    form.addEventListener("rows-changed", () => this.touch());
    form.addEventListener("submit", (event) => this.sent(event));
    addEventListener("online", () => this.keep());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep(true); });
    addEventListener("pagehide", () => this.keep(true));
    if (form.querySelector(".is-invalid, .alert") || document.getElementById("form-errors")) this.touch();
    else this.bringBack();
  }

  // Typing that only this browser has goes to the portal, which puts it back into the page.
  async bringBack() {
    const entry = local.read(this.path);
    if (!entry) return;
    if (await this.send(entry.fields)) {
      local.drop(this.path);
      location.reload();
    }
  }

  touch() {
    this.isDirty = true;
    this.say("waiting");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  async keep(isLeaving = false) {
    if (!this.isDirty) return;
    clearTimeout(this.timer);
    this.isDirty = false;
    const fields = fieldsOf(this.form);
    if (isLeaving) local.write(this.path, { fields });
    const answer = await this.send(fields, isLeaving);
    if (answer) {
      local.drop(this.path);
      this.say(answer.elsewhere ? "elsewhere" : "kept", answer.time);
      if (!this.isDirty) this.form.dispatchEvent(new Event("kept", { bubbles: true }));
    } else if (!this.sending.signal.aborted) {
      local.write(this.path, { fields });
      this.isDirty = true;
      this.timer = setTimeout(() => this.keep(), RETRY);
    }
  }

  async send(fields, isLeaving = false) {
    const body = new FormData();
    const typing = JSON.stringify(fields);
    for (const [name, value] of Object.entries({ path: this.path, seen: this.seen, fields: typing })) body.append(name, value);
    const headers = { "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value };
    const keepalive = isLeaving && new Blob([typing]).size < MAX_ON_LEAVING;
    this.sending = new AbortController();
    try {
      const response = await fetch(words.url, { method: "POST", body, headers, keepalive, redirect: "error", signal: this.sending.signal });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      const answer = isJson ? await response.json() : {};
      if (response.ok && answer.time) {
        this.seen = answer.seen;
        return answer;
      }
      this.say("refused", answer.error);
    } catch (error) {
      if (error.name !== "AbortError") this.say("offline");
    }
    return null;
  }

  // A form that leaves for the portal is no longer this browser's to bring back, once the portal answers it. Without a
  // connection it stays: the page that the browser would show instead has nothing of it.
  sent(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.isDirty = true;
      this.keep();
      this.place.scrollIntoView({ block: "nearest" });
      return;
    }
    this.sending?.abort();
    clearTimeout(this.timer);
    this.isDirty = false;
    local.write(this.path, { fields: fieldsOf(this.form), isSent: true });
  }

  say(state, detail) {
    this.place.dataset.state = state;
    this.place.textContent = state === "refused" && detail ? detail : [words[state], state === "kept" ? detail : ""].join(" ").trim();
  }
}

// What was sent goes once the portal has answered it, which is the page that comes from the form's own; any other may be
// opened after a line that broke. A page marked `data-not-saved` says that it took nothing, as does who goes back from a
// page that was not the portal's.
function settle() {
  const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const wasRefused = isBack || document.querySelector("[data-not-saved]");
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith("unsaved:"))) {
    const entry = JSON.parse(localStorage.getItem(key));
    const isMine = key.startsWith(`unsaved:${words?.user}:`);
    const isAnswer = document.referrer !== "" && key.endsWith(`:${new URL(document.referrer).pathname}`);
    if (entry.isSent && wasRefused) localStorage.setItem(key, JSON.stringify({ ...entry, isSent: false }));
    else if ((entry.isSent && isMine && isAnswer) || Date.now() - entry.at > MAX_AGE) localStorage.removeItem(key);
  }
}

settle();
if (words) for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
document.getElementById("unsaved")?.scrollIntoView({ block: "center" });
document.querySelector("[data-keep-on]")?.addEventListener("click", () => { document.getElementById("unsaved").hidden = true; });
