// A button behind each password field that shows what was typed, for as long as it is pressed in. Without scripts the
// field is as the browser has it.
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.getElementById("show-password").content.firstElementChild.cloneNode(true);
  const [show, hide] = button.querySelectorAll("[data-word]");
  const turn = (isShown) => {
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", isShown);
    show.hidden = isShown;
    hide.hidden = !isShown;
  };
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => turn(field.type === "password"));
  field.form.addEventListener("submit", () => turn(false)); // no browser keeps it among other texts
  field.after(button);
  turn(false);
}
