/**
 * The server as the engine is to see it. A token is seen to before each call, since a page that was
 * just loaded has none; and what changed at the shop is copied by the catalogue's worker, which has
 * a place for a hundred thousand products, at the engine's rhythm.
 */
import { ApiProblem } from '@evertill/client';
import { httpServer } from '@evertill/sync';
import type { PullPage, Reply, ServerPort } from '@evertill/sync';
import type { WorkerCatalogue } from '../catalogue/worker-catalogue.ts';
import type { BrowserWorld } from './browser-world.ts';
import type { LogIn } from './log-in.ts';

export interface EngineServerParts {
  readonly world: BrowserWorld;
  readonly logIn: LogIn;
  readonly catalogue: Pick<WorkerCatalogue, 'refresh' | 'lastRefresh'>;
}

export function engineServer({ world, logIn, catalogue }: EngineServerParts): ServerPort {
  const { tokens } = logIn;
  const http = httpServer({ fetch: world.fetch, url: world.url, tokens, world });
  const whenReady = async <Value>(ask: () => Promise<Reply<Value>>): Promise<Reply<Value>> => {
    try {
      await logIn.ready();
    } catch (error) {
      if (!(error instanceof ApiProblem)) return { kind: 'silent' };
    }
    return ask();
  };
  return {
    lease: (registration) => whenReady(() => http.lease(registration)),
    push: (request) => whenReady(() => http.push(request)),
    enrol: http.enrol,
    pull: () =>
      whenReady(async () => {
        await catalogue.refresh();
        return pulled(catalogue.lastRefresh());
      }),
  };
}

function pulled(last: ReturnType<WorkerCatalogue['lastRefresh']>): Reply<PullPage> {
  switch (last) {
    case undefined:
    case 'no_answer':
      return { kind: 'silent' };
    case 'token_spent':
    case 'refused': {
      const detail = 'the catalogue was refused';
      return { kind: 'refused', code: 'token_invalid', status: 401, detail, retryAfterMs: null };
    }
    case 'fresh':
    case 'elsewhere':
    case 'cursor_foreign':
    case 'disk_failed':
      return { kind: 'ok', value: nothingNew };
  }
}

const nothingNew: PullPage = {
  cursor: 'elsewhere',
  hasMore: false,
  products: [],
  deletedProducts: [],
  categories: [],
  deletedCategories: [],
  units: [],
  deletedUnits: [],
  priceBook: null,
  settings: null,
  staff: [],
  removedStaff: [],
  stockLevels: [],
  sectionsMissing: [],
};
