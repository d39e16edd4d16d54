// Totals of the yearly figures while they are typed; the server counts them again when they are saved.
import { arabic } from "./digits.js";

const number = (input) => parseInt(arabic(input.value).replace(/,/g, ""), 10) || 0;

function count(form) {
  const sums = { boys: 0, girls: 0, rooms: 0 };
  for (const row of form.querySelectorAll("tbody tr")) {
    const typed = {};
    for (const input of row.querySelectorAll("input")) {
      const part = input.name.split("_")[1];
      typed[part] = number(input);
      sums[part] += typed[part];
    }
    row.querySelector("[data-row-total]").value = (typed.boys + typed.girls).toLocaleString();
  }
  sums.pupils = sums.boys + sums.girls;
  for (const output of form.querySelectorAll("[data-sum]")) output.value = sums[output.dataset.sum].toLocaleString();
}

for (const form of document.querySelectorAll("[data-figures]")) {
  form.addEventListener("input", () => count(form));
  if (form.querySelector("tbody")) count(form);
}
