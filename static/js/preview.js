// While a formula or a time is typed: what the portal reads in it, or why it cannot, and what it warns of.
const form = document.querySelector("form[data-preview-url]");
const PAUSE = 300; // milliseconds
const waiting = new WeakMap();

function questionOf(input) {
  if (input.dataset.preview === "period") return { period: input.value };
  const item = input.closest("[data-row]").querySelector('[name$="-item"]');
  return { formula: input.value, item: item?.value ?? "" };
}

function placeOf(input) {
  const known = input.closest("[data-row]")?.querySelector("[data-computed]");
  if (known && input.dataset.preview === "formula") return known;
  let place = input.parentElement.querySelector(".computed");
  if (!place) {
    place = document.createElement("p");
    place.className = "computed";
    place.setAttribute("aria-live", "polite");
    input.after(place);
  }
  return place;
}

function write(place, { sentence, error, warnings }) {
  place.classList.toggle("is-wrong", Boolean(error));
  place.replaceChildren(error || sentence);
  for (const warning of warnings) {
    const line = document.createElement("span");
    line.className = "warning";
    line.textContent = warning;
    place.append(line);
  }
}

async function preview(input) {
  const question = new URLSearchParams(questionOf(input)).toString();
  const answer = await fetch(`${form.dataset.previewUrl}?${question}`).catch(() => null);
  if (!answer?.ok || question !== new URLSearchParams(questionOf(input)).toString()) return;
  write(placeOf(input), await answer.json());
}

form?.addEventListener("input", (event) => {
  const isItem = event.target.name?.endsWith("-item");
  const input = isItem ? event.target.closest("[data-row]").querySelector('[data-preview="formula"]') : event.target;
  if (!input?.dataset.preview) return;
  clearTimeout(waiting.get(input));
  waiting.set(input, setTimeout(preview, PAUSE, input));
});
