// Keeps Luk available offline: exactly the files of one build, each checked against its SHA-256, and nothing else.
// Never sees a request to Microsoft and never stores an answer that was not in the list when the site was built.
// A template: the build fills in the two values. A new version waits until the last tab of the old one is closed.

const build = '%BUILD%';
/** Address within the scope → SHA-256 in hex. A page's address ends with a slash. */
const files = new Map(Object.entries(%FILES%));

const scope = self.registration.scope;
// Cache names are shared by everything on the origin, so the name says which site the cache belongs to.
const family = `luk ${scope} `;
const cacheName = family + build;
const networkPatience = 4000;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(dropOlderBuilds()));
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  url.hash = '';
  url.search = '';
  if (event.request.method !== 'GET' || !url.href.startsWith(scope)) return;
  const path = url.href.slice(scope.length);
  if (event.request.mode === 'navigate') event.respondWith(networkFirst(event.request, pageFor(path)));
  else if (path === 'config.json') event.respondWith(networkFirst(event.request, path));
  else if (files.has(path)) event.respondWith(cacheFirst(event.request, path));
});

async function install() {
  const cache = await caches.open(cacheName);
  await Promise.all([...files].map(([path, sum]) => fetchInto(cache, path, sum)));
}

async function fetchInto(cache, path, sum) {
  const response = await fetch(scope + path, { cache: 'no-cache', redirect: 'error' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sum) throw new Error(`${path} is not the file of this build`);
  await cache.put(scope + path, response);
}

async function dropOlderBuilds() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(family) && name !== cacheName).map((name) => caches.delete(name)));
}

/** The cached page for an address: its own one, also without the slash at its end, else the start page. */
function pageFor(path) {
  const page = path.replace(/index\.html$/, '');
  if (files.has(page)) return page;
  return files.has(`${page}/`) ? `${page}/` : '';
}

/** What the network says, or the cached file when the network is gone, too slow or answers with a server error. */
async function networkFirst(request, path) {
  try {
    const response = await Promise.race([fetch(request), slow()]);
    if (response.status < 500) return response;
  } catch {
    // Offline: the cached file answers below.
  }
  // A page refers to its files relatively, so one that stands in for another address has to be opened at its own.
  if (request.mode === 'navigate' && new URL(request.url).pathname !== new URL(scope + path).pathname) {
    return Response.redirect(scope + path);
  }
  return cacheFirst(request, path);
}

async function cacheFirst(request, path) {
  const cache = await caches.open(cacheName);
  return (await cache.match(scope + path)) ?? fetch(request);
}

function slow() {
  return new Promise((_, reject) => setTimeout(reject, networkPatience));
}
