// Shows and hides the items of a section by what is answered. Without it all are shown, each with its rule in words.
import { isWanted } from "./field/asked.js";

const items = [...document.querySelectorAll("[data-item]")];
const byKey = new Map(items.map((item) => [item.dataset.item, item]));
const wordOf = (item) => item.querySelector("input[type=radio]:checked")?.closest("[data-word]")?.dataset.word ?? "";

function isAsked(item) {
  const { askedIf, askedIfAnswer, askedBefore } = item.dataset;
  if (!askedIf) return true;
  const parent = byKey.get(askedIf);
  return parent ? isAsked(parent) && isWanted(askedIfAnswer, wordOf(parent)) : askedBefore === "yes";
}

const turn = () => items.forEach((item) => { item.hidden = !isAsked(item); });
document.addEventListener("change", turn);
turn();
