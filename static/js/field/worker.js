// Keeps shell and assets of one version together, and touches nothing else: what is asked of the portal goes to the
// portal. A new version waits until the person takes it over, or until no page of the old one is open.
const CACHE = `qa-field-${KEPT.version}`;
const kept = new Set([KEPT.shell, ...KEPT.assets]);

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => { if (event.data === "take over") self.skipWaiting(); });

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...kept].map((path) => new Request(path, { cache: "reload" })));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("qa-field-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === self.location.origin && kept.has(pathname)) event.respondWith(answer(event.request, pathname));
});

let opened;
async function answer(request, pathname) {
  opened ??= caches.open(CACHE);
  return (await (await opened).match(pathname)) ?? fetch(request);
}
