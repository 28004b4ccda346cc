/**
 * Copies what changed at the shop, page by page. The app takes its goods first, then our copies
 * and the cursor are written together: whoever falls in between hears the page again.
 */
import type { CataloguePort, CopiesHead, CopiesStorage } from './copies.ts';
import type { Registration } from './kept-operation.ts';
import type { PullPage, ServerPort } from './server-port.ts';
import { endingOf } from './trouble.ts';
import type { Ending } from './trouble.ts';
import type { World } from './world.ts';

/** A hundred thousand levels are a hundred pages; no shop has a hundred times that. */
const PAGES_MAX = 10_000;

const CURSOR_REFUSED = 'cursor_refused';

export interface PullNeeds {
  readonly world: World;
  readonly copies: CopiesStorage;
  readonly catalogue: CataloguePort;
  readonly server: ServerPort;
  readonly registration: Registration;
  readonly isCurrent: () => boolean;
  /** Whether a refused cursor is a reason to load all anew: once, until a pull goes well. */
  readonly mayReload: boolean;
}

export async function pullAll(needs: PullNeeds): Promise<Ending> {
  const before = await needs.copies.head();
  let cursor = before.cursor;
  if (cursor === undefined && !(await loadSnapshot(needs))) {
    return { event: 'failed', code: 'no_answer' };
  }
  cursor = (await needs.copies.head()).cursor;
  for (let pages = 0; pages < PAGES_MAX && needs.isCurrent(); pages += 1) {
    const reply = await needs.server.pull({ cursor, registration: needs.registration });
    if (reply.kind !== 'ok') {
      if (reply.kind !== 'refused' || reply.code !== 'input_invalid') return endingOf(reply);
      const { code } = reply;
      if (!needs.mayReload || !(await loadSnapshot(needs))) return { event: 'failed', code };
      // Another life of the database, perhaps: how far does it stand?
      return { event: 'resend', code: CURSOR_REFUSED };
    }
    const page = reply.value;
    const isStuck = page.hasMore && page.cursor === cursor;
    await takePage(needs, page);
    if (isStuck) return { event: 'failed', code: 'strange_answer' };
    if (!page.hasMore) return { event: 'pulled' };
    cursor = page.cursor;
  }
  return { event: 'failed' };
}

async function loadSnapshot({ catalogue, copies }: PullNeeds): Promise<boolean> {
  const cursor = await catalogue.loadSnapshot();
  if (cursor === null) return false;
  const head = await copies.head();
  await copies.put({ ...nothingElse, head: { ...head, cursor } });
  return true;
}

const nothingElse = { priceBook: null, staff: [], removedStaff: [], stockLevels: [] } as const;

async function takePage(needs: PullNeeds, page: PullPage): Promise<void> {
  await needs.catalogue.apply(page);
  const head = await needs.copies.head();
  const { priceBook, staff, removedStaff, stockLevels } = page;
  const next: CopiesHead = {
    cursor: page.cursor,
    pricesAsOfMs: page.hasMore ? head.pricesAsOfMs : needs.world.nowMs(),
    settings: page.settings ?? head.settings,
    priceBookVersion: priceBook?.version ?? head.priceBookVersion,
  };
  await needs.copies.put({ head: next, priceBook, staff, removedStaff, stockLevels });
}
