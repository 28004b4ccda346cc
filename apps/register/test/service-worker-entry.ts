/** The page of a test: an app of some version that may be busy. */
import { openAppUpdates } from '../src/service-worker/app-updates.ts';

const scope = globalThis as unknown as Record<string, unknown>;
scope['isBusy'] = false;
scope['updates'] = openAppUpdates({
  container: navigator.serviceWorker,
  scriptUrl: '/register/service-worker.js',
  mayYield: () => scope['isBusy'] !== true,
  reload: () => location.reload(),
});
