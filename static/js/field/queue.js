// What is on this device and where each record and photo stands. Nothing is hidden that has not arrived.
import { badge, button, el, link, show } from "./draw.js";
import { look } from "./device.js";
import { put } from "./store.js";
import { changed, lineSaid, makeReady, sendNow, sync } from "./sync.js";
import { exportAll, importFile } from "./transfer.js";
import { moment, say } from "./words.js";

function recordLine(record, files) {
  const left = files.filter((file) => file.state !== "sent").length;
  const again = () => sendNow(record.uid);
  const retry = async () => {
    for (const file of files.filter(({ state }) => state === "refused")) await put("files", { ...file, state: "waiting", message: "" });
    changed();
    await sync();
  };
  return el("li", { className: "field-card", "data-record": record.uid, "data-state": record.state },
    el("h2", {}, record.carrier ? say("carried_card", { school: record.school, name: record.author }) : record.school), el("p", {}, badge(record.state)),
    record.receipt && el("p", {}, `${say("receipt")} `, el("a", { href: record.receiptUrl, "data-receipt": record.receipt }, record.receipt)),
    record.standing && el("p", {}, record.standing), record.message && el("p", { className: "text-danger" }, record.message),
    files.length > 0 && el("p", {}, say("photos_arrived", { n: files.length - left, all: files.length })),
    el("ul", {}, files.filter(({ message }) => message).map((file) => el("li", { className: "text-danger" }, file.message))),
    record.changedAt && el("p", { className: "text-secondary" }, say("typed_at", { time: moment(record.changedAt) })),
    el("p", { className: "field-buttons" },
      ["writing", "refused"].includes(record.state) && button("send", again, "btn-primary"), files.some(({ state }) => state === "refused") && button("photos_again", retry),
      record.conflictUrl && link(record.conflictUrl, say("conflict_open")), !record.carrier && link(`#/record/${record.uid}`, say("open")), record.visitUrl && link(record.visitUrl, say("visit_open"))));
}

let imported = ""; // what the last import said, as long as the page is open

export async function showQueue() {
  const here = location.hash;
  const { records: mine, files, others } = await look();
  const records = mine.filter((record) => record.changedAt || record.out || record.receipt);
  const lines = records.map((record) => recordLine(record, files.filter((file) => file.record === record.uid)));
  const place = el("p", { role: "status", id: "transfer" }, imported);
  const sendAll = async () => {
    for (const record of records) if (record.state === "writing" && record.changedAt) await makeReady(record.uid);
    await sync();
  };
  const input = el("input", { type: "file", accept: ".json,application/json", className: "form-control", id: "import" });
  input.addEventListener("change", async () => {
    place.textContent = imported = await importFile(input.files[0]);
    changed();
  });
  show(here, say("queue"), el("p", { id: "line", role: "status" }, lineSaid()),
    others > 0 && el("p", { className: "alert alert-info" }, say("others_told", { n: others })),
    lines.length ? el("ul", { className: "field-rows" }, lines) : el("p", {}, say("queue_empty")),
    el("p", { className: "field-buttons" }, button("send_all", sendAll, "btn-primary"), button("send_waiting", () => sync()), link("#/", say("to_home"))),
    el("h2", {}, say("transfer")), el("p", {}, say("transfer_told")), el("p", {}, button("export", () => exportAll())),
    el("div", { className: "mb-3" }, el("label", { className: "form-label", htmlFor: "import" }, say("import")), input), place);
}
