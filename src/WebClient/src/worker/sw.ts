// Keeps the application's own files, so that it starts without the server. What the server tells (/api, /live) is never kept here.
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Every file of this build, and its name; put in by build/serviceWorker.ts. */
declare const BUILT_FILES: string[];
declare const BUILD: string;

const cacheName = `application-${BUILD}`;
const application = '/index.html';
const patience = 4000;

/** Not in TypeScript's library yet: https://w3c.github.io/ServiceWorker/#install-event */
interface Routing {
  addRoutes?(rules: { condition: { urlPattern?: string; requestMode?: string }; source: string }[]): Promise<void>;
}

worker.addEventListener('install', (event) => {
  // Where the browser can, it goes around this worker, which takes a while to start: to the server for what is never kept here, and for a page at once.
  const { addRoutes } = event as Routing;
  if (addRoutes) {
    event.waitUntil(addRoutes.call(event, [
      { condition: { urlPattern: '/api/*' }, source: 'network' },
      { condition: { urlPattern: '/live*' }, source: 'network' },
      { condition: { urlPattern: '/assets/*' }, source: 'cache' },
      { condition: { requestMode: 'navigate' }, source: 'race-network-and-fetch-handler' },
    ]).catch(() => undefined));
  }
  event.waitUntil(
    caches.open(cacheName).then(async (cache) => {
      // Hashed files come from the browser's own cache where the page loaded them already.
      await cache.addAll(BUILT_FILES.map((path) => new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'no-cache' })));
      // Pages always come from the server where it is there, so a newer worker need not wait until all of them are closed.
      await worker.skipWaiting();
    }),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      const ours = names.filter((name) => name.startsWith('application-') && name !== cacheName);
      // Pages that are still open may ask for parts of the build before this one.
      await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
      await worker.clients.claim();
    }),
  );
});

worker.addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin || /^\/(?:api|live|openapi|health|dashboard)(?:\/|$)/.test(pathname)) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (BUILT_FILES.includes(pathname) || pathname.startsWith('/assets/')) event.respondWith(file(event.request));
});

/** The server's page, which knows its newest files; ours where it does not answer, or not soon. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(application);
  if (!kept) return fetch(request);
  const late = new Promise<Response>((done) => setTimeout(() => done(kept), patience));
  const asked = fetch(request).then((answer) => (answer.status >= 500 ? kept : answer), () => kept);
  return Promise.race([asked, late]);
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
