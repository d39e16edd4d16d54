// The sentences and addresses of the field pages: data of the shell, so that they are in the person's language.
const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const words = read("field-words");
export const addresses = read("field-addresses");

// What stands in braces is filled in.
export function say(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key] ?? key);
}

// A day or a moment in Thai years, as the portal writes them.
export const day = (iso) => new Date(iso).toLocaleDateString("th-TH", { day: "numeric", month: "short", year: "numeric" });
export const moment = (iso) => `${day(iso)} ${new Date(iso).toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit" })}`;
