/** The page of a test: a catalogue, and nothing to look at. */
import type { CatalogueAccess, WorkerCatalogue } from '../src/catalogue/worker-catalogue.ts';
import { openWorkerCatalogue } from '../src/catalogue/worker-catalogue.ts';

export interface TestAccess {
  readonly tenantId: string;
  readonly token: string | undefined;
  readonly registerKey?: string;
  readonly foldAt?: number;
}

/** What the page has for those who drive it. */
export interface CatalogueScope {
  openCatalogue: (access: TestAccess) => Promise<void>;
  catalogue: WorkerCatalogue;
}

const scope = globalThis as unknown as CatalogueScope;

scope.openCatalogue = async ({ token, registerKey, ...question }) => {
  const access: CatalogueAccess = {
    ...question,
    url: location.origin,
    token: () => token,
    renewToken: async () => undefined,
    registerKey: () => registerKey,
  };
  const worker = new Worker('/till-test/worker.js', { type: 'module' });
  scope.catalogue = openWorkerCatalogue(worker, access);
  await scope.catalogue.opened;
};
