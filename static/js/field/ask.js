// Asks the portal, and says in one of four ways that it did not work: no line, signed out, busy, or refused for good.
import { addresses } from "./words.js";

const PATIENCE = 60000; // milliseconds

export class Trouble extends Error {
  constructor(kind, message = "", answer = {}) {
    super(message);
    Object.assign(this, { kind, answer });
  }
}

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

// The facts of an answer. Throws Trouble: "offline", "signedOut", "busy", "conflict", "refused".
export async function ask(path, { headers = {}, ...how } = {}) {
  let response;
  try {
    response = await fetch(path, { ...how, headers, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Trouble("offline");
  }
  if (response.type === "opaqueredirect" || response.status === 401) throw new Trouble("signedOut");
  if (response.status >= 500 || response.status === 429 || response.status === 408) throw new Trouble("busy");
  if (!isJson(response)) throw new Trouble(response.status === 403 ? "signedOut" : response.ok ? "busy" : "refused", String(response.status));
  const facts = await response.json().catch(() => { throw new Trouble("offline"); });
  if (response.ok) return facts;
  throw new Trouble(response.status === 409 ? "conflict" : "refused", facts.message, facts);
}

// Who is signed in, and the token with which this run sends. A browser that was killed may have lost its own.
export const begin = () => ask(addresses.token);

export const sendJson = (path, token, value) =>
  ask(path, { method: "POST", body: JSON.stringify(value), headers: { "X-CSRFToken": token, "Content-Type": "application/json" } });
export const sendPiece = (path, token, offset, bytes) =>
  ask(path, { method: "PUT", body: bytes, headers: { "X-CSRFToken": token, "Upload-Offset": offset, "Content-Type": "application/octet-stream" } });
