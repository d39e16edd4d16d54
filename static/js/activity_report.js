// The report of an activity on a phone: each chosen photo gets its own caption, the next photo its own input, and
// another expense another row. Without it the form works with one caption for all and one expense at a time.

function preview(file) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 128 });
  createImageBitmap(file).then((picture) => {
    const scale = Math.max(160 / picture.width, 128 / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, (160 - width) / 2, (128 - height) / 2, width, height);
  }).catch(() => canvas.remove());
  return canvas;
}

function caption(file, holder) {
  const row = document.createElement("div");
  row.className = "chosen-file";
  if (file.type.startsWith("image/")) {
    row.append(preview(file));
  }
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.id = `caption-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  Object.assign(input, { name: holder.dataset.captionName, className: "form-control", maxLength: 300 });
  Object.assign(label, { htmlFor: input.id, className: "form-label", textContent: `${holder.dataset.captionLabel} ${file.name}` });
  row.append(label, input);
  return row;
}

// What was chosen stays with its input; a fresh one takes its place for the next.
function chosen(input) {
  const pick = input.closest(".file-pick");
  const holder = input.closest("[data-files]");
  if (!input.files.length) return;
  const next = pick.cloneNode(true);
  next.querySelector("[data-chosen]").replaceChildren();
  next.querySelector("input").value = "";
  pick.querySelector("[data-chosen]").replaceChildren(...[...input.files].map((file) => caption(file, holder)));
  pick.querySelector("label.btn").classList.add("visually-hidden");
  delete input.dataset.pick;
  pick.after(next);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick]")) chosen(event.target);
});

const expenses = document.querySelector("[data-expenses]");
const more = expenses?.querySelector("[data-add]");
if (more) {
  const total = expenses.querySelector('[name$="-TOTAL_FORMS"]');
  more.hidden = false;
  more.addEventListener("click", () => {
    const holder = document.createElement("div");
    holder.innerHTML = expenses.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    expenses.querySelector("[data-list]").append(row);
    total.value = Number(total.value) + 1;
    row.querySelector("select, input:not([type=hidden])").focus();
  });
}
