/**
 * The service worker: the app starts and reloads with the line down. A new version is brought whole
 * and then waits; it takes over when a tab says that it has nothing open and all others agree.
 */
import { appFiles } from './app-files.ts';
import { mayAllYield } from './ask-tabs.ts';
import type { Precache, VersionMessage } from './precache.ts';
import type { WorkerScope } from './worker-scope.ts';

/** The build writes what it made in the place of this name. */
declare const __PRECACHE__: Precache;

const scope = self as unknown as WorkerScope;
const files = appFiles(scope, __PRECACHE__);

scope.addEventListener('install', (event) => {
  // Of the very first there is nothing to wait for; those after it wait by themselves.
  event.waitUntil(files.bring());
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(files.removeOthers().then(() => scope.clients.claim()));
});

scope.addEventListener('fetch', (event) => {
  const answer = files.answer(event.request);
  if (answer !== undefined) event.respondWith(answer);
});

scope.addEventListener('message', (event) => {
  const { kind } = event.data as VersionMessage;
  if (kind === 'take_this_tab') event.waitUntil(scope.clients.claim());
  if (kind !== 'may_take_over') return;
  event.waitUntil(mayAllYield(scope).then((may) => (may ? scope.skipWaiting() : undefined)));
});
