// The field pages: which page is shown, how much waits, and that a new version is there.
import { begin } from "./ask.js";
import { el } from "./draw.js";
import { look, signedIn, unsent } from "./device.js";
import { showHome, showNew } from "./home.js";
import { refreshIndex } from "./pack.js";
import { showQueue } from "./queue.js";
import { changed, keepSending, line, lineSaid, news } from "./sync.js";
import { exportAll } from "./transfer.js";
import { leave, showRecord } from "./visit.js";
import { addresses, say } from "./words.js";

async function route() {
  const [, page = "", key = "", step = ""] = location.hash.split("/");
  if (page !== "record") await leave();
  if (page === "record") await showRecord(key, step);
  else if (page === "queue") await showQueue();
  else if (page === "new") await showNew();
  else await showHome();
  document.body.dataset.page = page || "home";
  await count();
}

async function count() {
  const n = unsent(await look());
  const place = document.getElementById("count");
  place.dataset.count = n;
  place.textContent = say("waiting_n", { n });
  const said = document.getElementById("line-state");
  said.dataset.state = line.state;
  said.textContent = lineSaid();
  document.getElementById("sign-in").hidden = line.state !== "signedOut";
}

// Only the queue is drawn anew while things move: nothing is taken from under a finger that types.
news.addEventListener("change", async () => {
  if (location.hash === "#/queue" && document.body.dataset.page === "queue" && !document.activeElement?.matches("input")) await showQueue();
  await count();
});

async function meet() {
  try {
    await signedIn((await begin()).person);
    await refreshIndex();
    line.state = "idle";
  } catch (error) {
    line.state = error.kind === "offline" || error.kind === "busy" ? "offline" : "signedOut";
  }
}

// ---- the worker that keeps these pages

async function keepShell() {
  if (!navigator.serviceWorker) return;
  goOverTogether();
  const registration = await navigator.serviceWorker.register("worker.js", { scope: "./", updateViaCache: "none" });
  const offer = () => { if (registration.waiting && navigator.serviceWorker.controller) tellNew(registration); };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  offer();
  const look = () => { if (!document.hidden) registration.update().catch(() => null); };
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  await navigator.serviceWorker.ready;
  document.body.dataset.shell = "kept";
}

// Every tab goes over to a new version with the one in which it was taken, what is typed in it kept before.
function goOverTogether() {
  let isKept = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", async () => {
    if (isKept) await leave();
    if (isKept) location.reload();
    isKept = true;
  });
}

// Quietly: the person goes over to the new version when it suits, and what is being written is on the disk by then.
function tellNew(registration) {
  const place = document.getElementById("new-version");
  const turn = async () => {
    await leave();
    registration.waiting.postMessage("take over");
  };
  place.replaceChildren(el("span", {}, say("new_version")), el("button", { type: "button", className: "btn btn-outline-primary btn-touch", onclick: turn }, say("new_version_use")));
  place.hidden = false;
}

document.getElementById("export-full").addEventListener("click", () => exportAll());
document.getElementById("sign-in").href = `${addresses.login}?next=${location.pathname}`;
addEventListener("hashchange", route);
await route();
document.body.dataset.ready = "yes";
performance.mark("field-ready");
keepShell().catch(() => null);
meet().then(() => (document.body.dataset.page === "home" ? route() : count())).then(() => { document.body.dataset.met = line.state; return keepSending(); }).then(changed);
