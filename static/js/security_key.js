// Asks the browser for a security key (WebAuthn) and sends what the key says with the form.
const form = document.querySelector("form[data-security-key]");
const options = JSON.parse(document.getElementById("security-key-options").textContent);
const said = form.querySelector("[role=alert]");

function ask() {
  const { create, get } = window.webauthnJSON;
  return options.creation_options ? create(options.creation_options) : get(options.request_options);
}

form.addEventListener("submit", async (event) => {
  if (form.elements.credential.value) return;
  event.preventDefault();
  said.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await ask());
    form.requestSubmit();
  } catch (error) {
    said.textContent = error.name === "InvalidStateError" ? said.dataset.known : said.dataset.failed;
    said.hidden = false;
  }
});
