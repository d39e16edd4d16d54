// A box that narrows the long list of schools while one types. Without it the list is simply long.

const list = document.getElementById("div_id_schools");
const boxes = [...(list?.querySelectorAll(".form-check") ?? [])];

function narrow(typed) {
  const wanted = typed.trim().replace(/\s+/g, "");
  for (const box of boxes) {
    const isChosen = box.querySelector("input").checked;
    box.hidden = !isChosen && !box.textContent.replace(/\s+/g, "").includes(wanted);
  }
  for (const network of boxes[0].parentElement.querySelectorAll(":scope > strong")) network.hidden = !hasShown(network);
}

// Whether a school is shown under the name of its network, up to the next name.
function hasShown(network) {
  for (let row = network.nextElementSibling; row && row.tagName !== "STRONG"; row = row.nextElementSibling) if (!row.hidden) return true;
  return false;
}

// How many are ticked, also where the list is rolled away from them; and which, if they are few.
function tellChosen() {
  const chosen = boxes.filter((box) => box.querySelector("input").checked);
  const names = chosen.length > 5 ? "" : `: ${chosen.map((box) => box.textContent.trim().split("\n")[0]).join(", ")}`;
  const place = list.querySelector(".chosen-schools");
  place.textContent = chosen.length ? `${place.dataset.said.replace("{n}", chosen.length)}${names}` : "";
}

if (boxes.length > 10) {
  const template = document.getElementById("narrow-schools");
  const tools = template.content.cloneNode(true);
  const input = tools.querySelector("input");
  input.addEventListener("input", () => narrow(input.value));
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.querySelector("legend").after(tools);
  list.addEventListener("change", tellChosen);
  tellChosen();
}
