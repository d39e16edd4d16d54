// What Django's own pages lack for those who hear them: boxes that complete what is typed take the words of their label,
// the small signs beside a label are pictures with a text, and no column is without a head.
const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete[id]")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!label || !box) continue;
    label.id ||= `label-${select.id}`;
    const shown = box.querySelector("[role=textbox]");
    shown?.setAttribute("aria-labelledby", label.id);
    box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
  }
};
const nameColumns = () => {
  for (const head of document.querySelectorAll(".inline-group th")) {
    if (head.textContent.trim()) continue;
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = head.closest(".inline-group").querySelector("h2").textContent;
    head.append(words);
  }
};
window.addEventListener("load", () => {
  window.django?.jQuery?.(nameBoxes); // behind Django's own, which makes the boxes
  nameColumns();
  for (const sign of document.querySelectorAll("span.help-tooltip[aria-label]")) sign.setAttribute("role", "img");
});
document.addEventListener("formset:added", () => setTimeout(nameBoxes));
