// A name under what was found and agreed: typed, and drawn with a finger where the person likes.
import { fingerprint, trimmed } from "./content.js";
import { button, el, field, radios } from "./draw.js";
import { asFile, asJpeg } from "./photos.js";
import { moment, say } from "./words.js";

function pad() {
  const canvas = el("canvas", { className: "field-pad", width: 640, height: 240, role: "img", "aria-label": say("sign_pad") });
  const pen = canvas.getContext("2d");
  const clear = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, 640, 240); canvas.isDrawn = false; };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * 640) / box.width, ((event.clientY - box.top) * 240) / box.height];
  };
  clear();
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); canvas.isDown = true; pen.beginPath(); pen.moveTo(...place(event)); });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.isDown) return;
    pen.lineTo(...place(event));
    pen.stroke();
    canvas.isDrawn = true;
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { canvas.isDown = false; });
  return { canvas, clear };
}

// Signed is what stands in the record at this moment, without the signatures.
const signedText = (parts) => fingerprint(trimmed(Object.fromEntries(Object.entries(parts).filter(([part]) => !part.startsWith("sign:")))));

export function signForm({ journal, record, frame, redraw }) {
  const sides = frame.list.sides ?? [];
  let side = "school";
  const name = el("input", { className: "form-control", maxLength: 150, autocomplete: "off" });
  const position = el("input", { className: "form-control", maxLength: 150, autocomplete: "off" });
  const drawing = pad();
  const wrong = el("p", { className: "text-danger", role: "alert" });
  const done = async () => {
    if (!name.value.trim()) { wrong.textContent = say("sign_needs_name"); name.focus(); return; }
    const kept = drawing.canvas.isDrawn ? await asFile(record.uid, await asJpeg(drawing.canvas)) : null;
    const signed = {
      side, name: name.value, position: position.value, signed_at: new Date().toISOString(),
      text_sha256: await signedText(journal.parts), sha256: "", size: 0, ...kept?.said,
    };
    journal.set(`sign:${kept?.file.uid ?? crypto.randomUUID()}`, signed, kept?.file);
    await journal.flush();
    redraw();
  };
  return [
    radios(say("sign_side"), sides, side, (value) => { side = value; }), field(say("sign_name"), name), field(say("sign_position"), position),
    el("p", { className: "form-label" }, say("sign_draw")), drawing.canvas,
    el("p", { className: "field-buttons" }, button("sign_clear", drawing.clear), button("sign_done", done, "btn-primary")), wrong,
  ];
}

export function signedList({ journal, frame, redraw }) {
  const sides = Object.fromEntries(frame.list.sides ?? []);
  const rows = Object.entries(journal.parts).filter(([part]) => part.startsWith("sign:"));
  return el("ul", { className: "field-rows" }, rows.map(([part, said]) => el("li", {},
    el("p", {}, el("strong", {}, said.name), ` ${said.position} · ${sides[said.side] ?? ""} · ${moment(said.signed_at)}`),
    button("take_out", async () => { journal.set(part, null); await journal.flush(); redraw(); }))));
}
