// A box that narrows the long list of schools while one types. Without it the list is simply long.

const list = document.getElementById("div_id_schools");
const boxes = [...(list?.querySelectorAll(".form-check") ?? [])];

function narrow(typed) {
  const wanted = typed.trim().replace(/\s+/g, "");
  for (const box of boxes) {
    const isChosen = box.querySelector("input").checked;
    box.hidden = !isChosen && !box.textContent.replace(/\s+/g, "").includes(wanted);
  }
}

if (boxes.length > 10) {
  const template = document.getElementById("narrow-schools");
  const tools = template.content.cloneNode(true);
  const input = tools.querySelector("input");
  input.addEventListener("input", () => narrow(input.value));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.querySelector("legend").after(tools);
}
