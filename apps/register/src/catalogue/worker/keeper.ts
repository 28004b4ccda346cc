/**
 * Keeps the copy: opens what lies on the disk, loads the snapshot where there is none, pulls what
 * changed, and folds the changes into a new snapshot when they are many. What is pulled is on the
 * disk before anybody sells by it.
 */
import { openSnapshot } from '@evertill/contract';
import { askServer } from './ask-server.ts';
import type { Reason, ServerAccess } from './ask-server.ts';
import { applyPulled, emptyCopy, openPages, showSnapshot, showStored } from './copy-in-memory.ts';
import type { CopyInMemory } from './copy-in-memory.ts';
import type { CopyStore, PulledPage } from './copy-store.ts';
import { foldChanges, foldLevels } from './fold-copy.ts';
import { factsAfter, factsOfSnapshot } from './kept-facts.ts';
import type { KeptFacts } from './kept-facts.ts';
import { openCustomers } from './known-customers.ts';
import type { KnownCustomers } from './known-customers.ts';
import { levelPageOf } from './levels.ts';
import type { Levels } from './levels.ts';
import { readPulled } from './pulled.ts';
import type { Pulled } from './pulled.ts';
import type { Shelf } from './shelf.ts';
import type { CatalogueWorld } from './world.ts';

export type Refreshed = { readonly outcome: 'fresh' } | Reason;

const fresh: Refreshed = { outcome: 'fresh' };

export interface Keeper {
  /** Undefined until something was copied. */
  readonly shelf: () => Shelf | undefined;
  readonly levels: () => Levels;
  readonly asOfMs: () => number | undefined;
  readonly facts: () => KeptFacts | undefined;
  readonly isLoading: () => boolean;
  /** Who buys here; read from the disk when somebody looks for them. */
  readonly customers: () => Promise<KnownCustomers>;
  /** From the disk: at the start, and whenever another tab may have changed it. */
  readonly follow: () => Promise<void>;
  /** Goes on from where the disk is. Throws only when that fails. */
  readonly refresh: (access: ServerAccess) => Promise<Refreshed>;
}

export interface KeeperNeeds {
  readonly store: CopyStore;
  readonly world: CatalogueWorld;
  /** Something that is answered from here is another now. */
  readonly onChange: () => void;
  /** So many changed products make a new snapshot, and so many levels new tables. */
  readonly foldAt?: number;
  /** Whether nobody asked anything for a while: folding holds answers up for some tenths. */
  readonly isQuiet: () => boolean;
}

interface Work extends KeeperNeeds {
  readonly copy: CopyInMemory;
  readonly server: ReturnType<typeof askServer>;
}

export function openKeeper(needs: KeeperNeeds): Keeper {
  const copy = emptyCopy();
  const work: Work = { ...needs, copy, server: askServer(needs.world) };
  const inTurn = oneAtATime();
  return {
    shelf: () => copy.opened?.shelf,
    levels: () => copy.levels,
    asOfMs: () => copy.state?.asOfMs,
    facts: () => copy.facts,
    isLoading: () => copy.isLoading,
    customers: knownCustomers(work),
    follow: () => inTurn(() => followDisk(work)),
    refresh: (access) =>
      inTurn(async () => {
        await followDisk(work);
        try {
          return await refreshNow(work, access);
        } finally {
          copy.contents = (await needs.store.mark()).contents;
        }
      }),
  };
}

/** Read once, and again after some of them changed. */
function knownCustomers({ copy, store }: Work): Keeper['customers'] {
  let read: { readonly pages: number; readonly known: Promise<KnownCustomers> } | undefined;
  return () => {
    const pages = copy.state?.customerPages ?? 0;
    if (read?.pages !== pages) read = { pages, known: store.customers().then(openCustomers) };
    return read.known;
  };
}

async function followDisk({ copy, store, world, onChange }: Work): Promise<void> {
  const { contents, state } = await store.mark();
  if (contents === copy.contents) {
    copy.state = state;
    copy.facts = state?.facts;
  } else {
    await showStored(copy, await store.load(), world);
  }
  copy.contents = contents;
  onChange();
}

async function refreshNow(work: Work, access: ServerAccess): Promise<Refreshed> {
  if (work.copy.opened === undefined) {
    const reason = await loadSnapshot(work, access);
    if (reason !== undefined) return reason;
  }
  const refreshed = await pullAll(work, access);
  if (refreshed.outcome === 'refused' && refreshed.isCursorForeign) {
    return (await loadSnapshot(work, access)) ?? pullAll(work, access);
  }
  await foldChanges(work);
  await foldLevels(work);
  return refreshed;
}

async function loadSnapshot(work: Work, access: ServerAccess): Promise<Reason | undefined> {
  const { copy, store, world, server, onChange } = work;
  copy.isLoading = true;
  onChange();
  try {
    const answer = await server.snapshot(access);
    if ('reason' in answer) return answer.reason;
    const bytes = answer.value;
    const { heading } = openSnapshot(bytes);
    copy.state = {
      cursor: heading.cursor,
      pages: copy.state?.pages ?? 0,
      asOfMs: Date.parse(heading.builtAt),
      facts: factsOfSnapshot(heading, copy.state?.facts),
      customerPages: copy.state?.customerPages ?? 0,
    };
    // Sold from memory at once; the disk follows.
    showSnapshot(copy, openPages(bytes, []), world);
    onChange();
    await store.keepBase(bytes, copy.state);
    return undefined;
  } finally {
    copy.isLoading = false;
    onChange();
  }
}

async function pullAll(
  { copy, store, world, server, onChange }: Work,
  access: ServerAccess,
): Promise<Refreshed> {
  for (;;) {
    const { state } = copy;
    if (state === undefined) return { outcome: 'strange' };
    const answer = await server.pull(access, state.cursor);
    if ('reason' in answer) return answer.reason;
    const pulled = readPulled(answer.value, state.facts.priceBook.currency);
    const kept = keptOf(pulled);
    const isKept = kept.changes !== undefined || kept.levels !== undefined;
    const next = {
      cursor: pulled.cursor,
      pages: state.pages + (isKept ? 1 : 0),
      asOfMs: pulled.hasMore ? state.asOfMs : world.nowMs(),
      facts: factsAfter(state.facts, pulled),
      customerPages: (state.customerPages ?? 0) + (kept.customers === undefined ? 0 : 1),
    };
    await store.append({ state: next, ...kept });
    copy.state = next;
    applyPulled(copy, pulled);
    onChange();
    if (!pulled.hasMore) return fresh;
  }
}

function keptOf(pulled: Pulled): Omit<PulledPage, 'state'> {
  const { products, goneProducts, levels, customers } = pulled;
  const isChanged = products.length + goneProducts.length > 0;
  const areOthers = customers.isReset || customers.customers.length + customers.gone.length > 0;
  return {
    changes: isChanged ? { products, gone: goneProducts } : undefined,
    levels: levels.length > 0 ? levelPageOf(levels) : undefined,
    customers: areOthers ? customers : undefined,
  };
}

function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
