// Signing out takes the field pages' data from this device, unless something has not arrived: that stays, locked, for the
// person who wrote it.
const MODULE = new URL("./field/device.js", import.meta.url);

async function forgetField() {
  const databases = (await indexedDB.databases?.()) ?? [{ name: "qa-field" }];
  if (!databases.some(({ name }) => name === "qa-field")) return;
  const { forget } = await import(MODULE);
  await forget();
}

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await forgetField().catch(() => null);
    form.submit();
  });
}
