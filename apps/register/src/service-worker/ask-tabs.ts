/** Asks every tab whether the app may be changed under it. */
import { YIELD_MS_MAX } from './precache.ts';
import type { VersionMessage } from './precache.ts';
import type { Tab, WorkerScope } from './worker-scope.ts';

/** True only if every open tab says so in time. */
export async function mayAllYield(
  scope: Pick<WorkerScope, 'clients' | 'MessageChannel' | 'setTimeout'>,
): Promise<boolean> {
  const tabs = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const answers = await Promise.all(tabs.map((tab) => mayYield(scope, tab)));
  return answers.every(Boolean);
}

function mayYield(
  {
    MessageChannel: Channel,
    setTimeout: after,
  }: Pick<WorkerScope, 'MessageChannel' | 'setTimeout'>,
  tab: Tab,
): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new Channel();
    port1.onmessage = ({ data }) => resolve(data === true);
    after(() => resolve(false), YIELD_MS_MAX);
    tab.postMessage({ kind: 'may_you_yield' } satisfies VersionMessage, [port2]);
  });
}
