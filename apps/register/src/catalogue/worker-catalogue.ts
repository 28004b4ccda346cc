/**
 * The catalogue as the screens ask for it, answered by the worker. It opens what is on the disk at
 * once, and asks the server at its own turn; nobody waits for the server.
 */
import type { Catalogue, ShopFacts } from './catalogue.ts';
import type { Asked, OpenQuestion, Question, Questions, RefreshAnswer, Said } from './messages.ts';

export interface CatalogueAccess extends OpenQuestion {
  /** Where the server is, as `https://shop.example`. */
  readonly url: string;
  /** The access token in force; undefined while nobody is logged in. */
  readonly token: () => string | undefined;
  /** Gets another one, which `token` then gives. Called when the server said it is spent. */
  readonly renewToken: () => Promise<void>;
  /** The device key of an enrolled register: with it the people of the shop are copied too. */
  readonly registerKey: () => string | undefined;
}

export interface WorkerCatalogue extends Catalogue {
  /** Comes back when what lies on the disk is open, or was found not to be there. */
  readonly opened: Promise<void>;
  /** How the last asking of the server ended; undefined before the first. */
  readonly lastRefresh: () => RefreshAnswer | undefined;
  readonly close: () => void;
}

/** The worker of `worker/main.ts`. */
export interface CatalogueWorker {
  postMessage: (asked: Asked) => void;
  onmessage: ((event: MessageEvent<Said>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate: () => void;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

const nothingYet: ShopFacts = {
  state: 'empty',
  asOfMs: undefined,
  productsCount: 0,
  priceBook: undefined,
  promotionSet: undefined,
  shopName: undefined,
  timeZone: undefined,
  limits: undefined,
  people: [],
};

export function openWorkerCatalogue(
  worker: CatalogueWorker,
  access: CatalogueAccess,
): WorkerCatalogue {
  const listeners = new Set<() => void>();
  let facts = nothingYet;
  const ask = askerOf(worker, (told) => {
    facts = told;
    for (const listener of listeners) listener();
  });
  return {
    opened: ask('open', openQuestionOf(access)),
    findByBarcode: (barcode) => ask('findByBarcode', barcode),
    findProduct: (productId) => ask('findProduct', productId),
    search: (text, limit) => ask('search', { text, limit }),
    listCategories: () => ask('listCategories', undefined),
    listProducts: (question) => ask('listProducts', question),
    findCustomers: (text, limit) => ask('findCustomers', { text, limit }),
    listQuickKeys: (productIds) => ask('listQuickKeys', productIds),
    facts: () => facts,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    ...refreshing(ask, access),
    close: () => worker.terminate(),
  };
}

type Ask = <Q extends Question>(
  question: Q,
  about: Questions[Q]['ask'],
) => Promise<Questions[Q]['answer']>;

/** Numbers the questions, so that each gets its own answer. */
function askerOf(worker: CatalogueWorker, onFacts: (facts: ShopFacts) => void): Ask {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  worker.onmessage = ({ data }) => {
    if ('facts' in data) {
      onFacts(data.facts);
      return;
    }
    const who = waiting.get(data.number);
    waiting.delete(data.number);
    if ('failure' in data) who?.reject(new Error(data.failure));
    else who?.resolve(data.answer);
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  return (question, about) =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve: resolve as Waiting['resolve'], reject });
      worker.postMessage({ number: asked, question, ask: about });
    });
}

/** Asks the server once for all who want it, and once more with another token. */
function refreshing(
  ask: Ask,
  access: CatalogueAccess,
): Pick<WorkerCatalogue, 'refresh' | 'lastRefresh'> {
  let last: RefreshAnswer | undefined;
  let running: Promise<void> | undefined;
  const refreshOnce = async (): Promise<RefreshAnswer | undefined> => {
    const token = access.token();
    if (token === undefined) return undefined;
    return ask('refresh', { url: access.url, token, registerKey: access.registerKey() });
  };
  const refresh = async (): Promise<void> => {
    try {
      last = (await refreshOnce()) ?? last;
      if (last?.outcome !== 'refused' || last.status !== 401) return;
      await access.renewToken();
      last = await refreshOnce();
    } catch {
      last = { outcome: 'no_answer' };
    }
  };
  return {
    refresh: () => {
      running ??= refresh().finally(() => {
        running = undefined;
      });
      return running;
    },
    lastRefresh: () => last,
  };
}

function openQuestionOf({ tenantId, foldAt }: CatalogueAccess): OpenQuestion {
  return foldAt === undefined ? { tenantId } : { tenantId, foldAt };
}
