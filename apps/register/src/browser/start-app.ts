/** Puts the till together in a browser: storage, engine, catalogue, log-in, devices. */
import type { CodeLayout } from '@evertill/domain';
import {
  broadcastTabs,
  listenForNotices,
  makeEngine,
  openBrowserStorage,
  webLockLease,
} from '@evertill/sync';
import type { CataloguePort, Registration } from '@evertill/sync';
import type { App } from '../app/app.ts';
import { makeNavigation } from '../app/navigation.ts';
import { preferencesOf } from '../app/preferences.ts';
import { tintsOf } from '../app/tints.ts';
import { openWorkerCatalogue } from '../catalogue/worker-catalogue.ts';
import type { WorkerCatalogue } from '../catalogue/worker-catalogue.ts';
import { makeTill } from '../till.ts';
import { browserDevices } from './browser-devices.ts';
import { browserOffice } from './browser-office.ts';
import { browserWorld, localKeeper } from './browser-world.ts';
import { digestPin } from './digest-pin.ts';
import { engineJournal } from './engine-journal.ts';
import { engineServer } from './engine-server.ts';
import { lateCatalogue } from './late-catalogue.ts';
import { makeLogIn } from './log-in.ts';
import { saveFile } from './save-file.ts';

/** The worker copies what changed; see engine-server.ts. */
const copiedElsewhere: CataloguePort = {
  apply: async () => undefined,
  loadSnapshot: async () => undefined,
};

export async function startApp(): Promise<App> {
  const world = browserWorld();
  const keeper = localKeeper();
  const storage = await openBrowserStorage({ navigator, indexedDB });
  const head = await storage.journal.read((tx) => tx.head());
  const preferences = preferencesOf(keeper, navigator.languages);
  const logIn = makeLogIn(world, keeper);
  let { registration } = head;
  const catalogue = lateCatalogue((tenantId): WorkerCatalogue => {
    // Vite makes a file of its own of a worker that is written exactly like this.
    const worker = new Worker(new URL('../catalogue/worker/main.ts', import.meta.url), {
      type: 'module',
    });
    return openWorkerCatalogue(worker, {
      tenantId,
      url: world.url,
      token: logIn.tokens.access,
      renewToken: logIn.tokens.refresh,
      registerKey: () => registration?.deviceKey,
    });
  });
  const engine = makeEngine({
    world,
    journal: storage.journal,
    copies: storage.copies,
    ...(storage.ballast === undefined ? {} : { ballast: storage.ballast }),
    server: engineServer({ world, logIn, catalogue }),
    lease: webLockLease(navigator.locks, 'evertill-drain'),
    channel: broadcastTabs(new BroadcastChannel('evertill-sync')),
    catalogue: copiedElsewhere,
  });
  const journal = engineJournal({ engine, storage: storage.journal, world });
  await journal.load();
  const onEnrolled = (next: Registration): void => {
    registration = next;
    catalogue.open(next.tenantId);
  };
  if (registration !== null) onEnrolled(registration);
  await engine.start();
  listenForNotices({ ...world, world, tokens: logIn.tokens, engine });
  const office = browserOffice({
    ...{ engine, logIn, registration, onEnrolled, world },
    currency: () => catalogue.facts().priceBook?.currency,
  });
  const digest = (digits: string, pin: Parameters<typeof digestPin>[2]): Promise<string> =>
    digestPin(world.subtle, digits, pin);
  const devices = browserDevices({ keeper, world });
  const codeLayouts = (): readonly CodeLayout[] => devices.settings.getState().codeLayouts;
  const till = makeTill({ catalogue, journal, keeper, world, digestPin: digest, codeLayouts });
  till.follow();
  const { nowMs, after } = world;
  const tints = tintsOf(keeper);
  const parts = { till, office, devices, preferences, tints, nowMs, after, saveFile };
  return { ...parts, navigation: makeNavigation() };
}
