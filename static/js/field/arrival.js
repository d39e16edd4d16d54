// Where the visit was begun, as a band (supervision/models/visit.py): asked for by a press of the button, reckoned here.
// The place itself is kept nowhere and goes nowhere.
import { button, el } from "./draw.js";
import { say } from "./words.js";

const AT_SCHOOL = 300, NEAR = 2000, EARTH = 6371000; // metres
const ASKED = { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 }; // milliseconds

const radians = (degrees) => (degrees * Math.PI) / 180;

// Metres along the ground.
function distance(one, other) {
  const north = radians(other.latitude - one.latitude), east = radians(other.longitude - one.longitude);
  const chord = Math.sin(north / 2) ** 2 + Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(chord));
}

// No band is narrower than the device is sure of. `here`: GeolocationCoordinates.
export function bandOf(here, school) {
  if (here.accuracy > NEAR) return "unknown";
  const away = distance(here, school);
  if (away <= AT_SCHOOL && here.accuracy <= AT_SCHOOL) return "at_school";
  return away <= NEAR ? "near" : "far";
}

const located = () => new Promise((done, failed) => { navigator.geolocation.getCurrentPosition(done, failed, ASKED); });

// [band, sentence when it is not known]
async function look(school) {
  if (!school) return ["unknown", say("arrival_no_place")];
  try {
    const band = bandOf((await located()).coords, school);
    return [band, band === "unknown" ? say("arrival_not_found") : ""];
  } catch {
    return ["unknown", say("arrival_not_found")];
  }
}

export function arrivalBox({ journal, frame }) {
  const words = Object.fromEntries(frame.list.arrivals ?? []);
  const said = el("p", { id: "arrival", role: "status" });
  const tell = (more = "") => { said.textContent = [words[journal.parts["visit:arrival"]] ?? say("arrival_none"), more].filter(Boolean).join(" · "); };
  const note = async () => {
    said.textContent = say("arrival_asking");
    const [band, more] = await look(frame.position);
    journal.set("visit:arrival", band);
    tell(more);
  };
  const out = () => { journal.set("visit:arrival", null); tell(); };
  tell();
  return el("section", { className: "field-item", "aria-labelledby": "arrival-title" }, el("h2", { id: "arrival-title" }, say("arrival")), said,
    el("p", { className: "field-buttons" }, button("arrival_note", note), button("take_out", out)), el("p", { className: "form-text" }, say("arrival_told")));
}
