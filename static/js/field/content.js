// The one spelling of a content, of which device and portal take the same hash (supervision/services/field_parts.py).
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

export async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const fingerprint = (value) => sha256(new TextEncoder().encode(canonical(value)));
export const isSame = (one, other) => canonical(one ?? null) === canonical(other ?? null);

// Text that every database can store: without control characters and halves of characters.
export function clean(text) {
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/\r\n?/g, "\n");
  return plain.toWellFormed ? plain.toWellFormed() : plain;
}

export const trimmed = (value) => {
  if (typeof value === "string") return value.trim();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, trimmed(item)]));
};
