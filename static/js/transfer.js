// The two sides of a transfer while they are typed: they must come to the same. The server adds them up again.
import { arabic } from "./digits.js";

const baht = (text) => Number(arabic(text).replace(/[,\s]/g, "").replace(/\.?-$/, "")) || 0;
const shown = (amount) => amount.toLocaleString(undefined, { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 });

function add(form) {
  const sums = { give: 0, get: 0 };
  for (const input of form.querySelectorAll("[data-transfer]")) sums[input.dataset.transfer] += baht(input.value);
  const gap = Math.round((sums.get - sums.give) * 100) / 100;
  for (const output of form.querySelectorAll("[data-sum]")) output.value = shown({ ...sums, gap }[output.dataset.sum]);
  form.querySelector("[data-transfer-sum]").classList.toggle("is-wrong", gap !== 0);
}

for (const form of document.querySelectorAll("[data-transfer-form]")) {
  form.querySelector("[data-transfer-sum]").hidden = false;
  form.addEventListener("input", () => add(form));
  add(form);
}
