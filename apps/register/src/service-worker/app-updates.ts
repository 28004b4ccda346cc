/**
 * The page's side of a new version: has it looked for, and lets it take over only while nothing is
 * open here: no sale, no payment, nothing that is being sent. Then every tab starts anew.
 */
import type { VersionMessage } from './precache.ts';

export interface AppUpdates {
  /** Whether another version is here and waits for a quiet moment. */
  readonly isWaiting: () => boolean;
  /** Told when that changes. Answers how to stop being told. */
  readonly subscribe: (onChange: () => void) => () => void;
  /** To be called whenever something was finished: perhaps now is the moment. */
  readonly offer: () => void;
  /** Looks for another version now. Never throws. */
  readonly look: () => Promise<void>;
}

export interface UpdateNeeds {
  readonly container: ServiceWorkerContainer;
  /** Where the worker's script is, as `/register/service-worker.js`. */
  readonly scriptUrl: string;
  /** Whether the app may be started anew this moment: nothing that anybody would miss is open. */
  readonly mayYield: () => boolean;
  readonly reload: () => void;
}

/** Throws when the browser takes no service worker here: then the app needs the line to start. */
export async function openAppUpdates(needs: UpdateNeeds): Promise<AppUpdates> {
  const { container, scriptUrl, mayYield, reload } = needs;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  // The first worker that takes this page on changes nothing in it.
  let isKept = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    if (isKept) reload();
    isKept = true;
  });
  container.addEventListener('message', ({ data, ports }: MessageEvent) => {
    if ((data as VersionMessage).kind === 'may_you_yield') ports[0]?.postMessage(mayYield());
  });
  container.startMessages();
  const registration = await container.register(scriptUrl, { updateViaCache: 'none' });
  // A worker takes on the tabs that are open when it starts. A tab that was still being opened then
  // would be nobody's until its next start: without the line, and without the next version.
  if (container.controller === null) {
    registration.active?.postMessage({ kind: 'take_this_tab' } satisfies VersionMessage);
  }
  const offer = (): void => {
    if (registration.waiting === null || !mayYield()) return;
    registration.waiting.postMessage({ kind: 'may_take_over' } satisfies VersionMessage);
  };
  const watch = (worker: ServiceWorker | null): void => {
    worker?.addEventListener('statechange', () => {
      tell();
      if (worker.state === 'installed') offer();
    });
  };
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  return {
    isWaiting: () => registration.waiting !== null,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    offer,
    look: async () => {
      try {
        await registration.update();
      } catch {
        // No line, or somebody else at the end of it: another time.
      }
      offer();
    },
  };
}
