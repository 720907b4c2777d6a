// Keeps the card, and only the card, for when there is no network. VERSION and FILES stand above, written by the
// server. What is kept is published text and numbers; the card asks nothing, so there is no answer to keep.

const CACHE = `card-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

async function keep() {
  const cache = await caches.open(CACHE);
  // Without cookies: a signed-in member's telephone must keep the same page as anybody's.
  await Promise.all(FILES.map(async (path) => {
    const response = await fetch(new Request(path, { cache: "reload", credentials: "omit" }));
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    await cache.put(path, response);
  }));
}

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("card-") && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin || !FILES.includes(url.pathname)) return;
  event.respondWith(kept(event.request, url.pathname));
});

// What is kept comes first, so that one bar of signal is as quick as none. The browser asks for a newer worker by
// itself each time the card is opened; that is how a new version arrives.
async function kept(request, path) {
  const found = await (await caches.open(CACHE)).match(path, { ignoreVary: true });
  return found || fetch(request);
}
