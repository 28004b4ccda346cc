/**
 * The server as the engine is to see it. A token is seen to before each call, since a page that was
 * just loaded has none; and what changed at the shop is copied by the catalogue's worker, which has
 * a place for a hundred thousand products, at the engine's rhythm.
 */
import { ApiProblem } from '@evertill/client';
import { httpServer } from '@evertill/sync';
import type { RefusalCode } from '@evertill/contract';
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
    return logIn.isSignedIn() ? ask() : notSignedIn;
  };
  return {
    lease: (registration) => whenReady(() => http.lease(registration)),
    push: (request) => whenReady(() => http.push(request)),
    decided: (question) => whenReady(() => http.decided(question)),
    enrol: http.enrol,
    pull: () =>
      whenReady(async () => {
        await catalogue.refresh();
        return pulled(catalogue.lastRefresh());
      }),
  };
}

/** The server is not asked what it would say to nobody. */
const notSignedIn: Reply<never> = {
  kind: 'refused',
  code: 'token_invalid',
  status: 401,
  detail: 'nobody is signed in',
  retryAfterMs: null,
};

function pulled(last: ReturnType<WorkerCatalogue['lastRefresh']>): Reply<PullPage> {
  if (last === undefined) return { kind: 'silent' };
  switch (last.outcome) {
    case 'no_answer':
      return { kind: 'silent' };
    case 'strange':
      return { kind: 'strange', status: 200, retryAfterMs: null };
    case 'refused': {
      const detail = 'the catalogue was refused';
      const code = last.code as RefusalCode;
      return { kind: 'refused', code, status: last.status, detail, retryAfterMs: null };
    }
    // What is in memory is sold, and the next turn tries to write it again.
    case 'disk_failed':
    case 'fresh':
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
  promotionSet: null,
  settings: null,
  staff: [],
  removedStaff: [],
  stockLevels: [],
  customers: [],
  goneCustomers: [],
  customersReset: false,
  returnPolicy: null,
  rateSheet: null,
  sectionsMissing: [],
};
