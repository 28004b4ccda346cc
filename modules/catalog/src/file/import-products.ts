/**
 * Makes or changes the products of some lines of a file, by SKU, in one transaction: each line is
 * judged by itself, and one that is refused keeps no other. The same lines again change nothing.
 * Locks the products, then the head of the price book when a price changes: one new version.
 */
import type { ImportRow, ImportedRow, catalog } from '@evertill/contract';
import { brokenUnique, derivedId, newId, refuse } from '@evertill/kernel';
import type { TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import type { PriceNeeds } from '../needs.ts';
import type { PriceBookRow } from '../price-book-store.ts';
import { withPriceBook } from '../with-price-book.ts';
import { keepJudged } from './keep-judged.ts';
import {
  insertCategories,
  insertUnits,
  lockBySku,
  readBarcodeOwners,
  readCategoryIds,
  readTakenIds,
  readUnitIds,
} from './import-store.ts';
import type { Named } from './import-store.ts';
import { judgeRows } from './judge-rows.ts';
import type { Judged } from './judge-rows.ts';

const ATTEMPTS_MAX = 3;

export function importProducts(needs: PriceNeeds): TenantUseCase<typeof catalog.importProducts> {
  return async (context, { rows, isDryRun, reason }) => {
    const work = async (tx: Transaction, book: PriceBookRow): Promise<readonly Judged[]> => {
      const judged = await importRows(needs, { tx, context, book, rows, reason });
      if (isDryRun) throw new DryRun(judged);
      return judged;
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return { rows: (await withPriceBook(needs, context, work)).map(outcomeOf) };
      } catch (error) {
        if (error instanceof DryRun) return { rows: error.judged.map(outcomeOf) };
        // Somebody wrote the same name, SKU or barcode meanwhile: now it can be seen.
        if (brokenUnique(error) === undefined) throw error;
        if (attempt === ATTEMPTS_MAX) refuse('unavailable', { retryAfterSeconds: 1 });
      }
    }
  };
}

/** Ends the transaction so that nothing of it is kept. */
class DryRun extends Error {
  override readonly name = 'DryRun';
  readonly judged: readonly Judged[];

  constructor(judged: readonly Judged[]) {
    super('nothing is kept');
    this.judged = judged;
  }
}

function outcomeOf({ row, outcome, flaws }: Judged): ImportedRow {
  return { line: row.line, outcome, flaws };
}

interface Import {
  readonly tx: Transaction;
  readonly context: TenantContext;
  readonly book: PriceBookRow;
  readonly rows: readonly ImportRow[];
  readonly reason: string;
}

async function importRows(needs: PriceNeeds, asked: Import): Promise<readonly Judged[]> {
  const { tx, context, book, rows, reason } = asked;
  const createdAt = needs.clock.now();
  const known = await lockBySku(
    tx,
    rows.map(({ sku }) => sku),
  );
  const derived = new Map(rows.map(({ sku }) => [sku, importedIdOf(tx.tenantId, sku)]));
  const taken = await readTakenIds(tx, [...derived.values()]);
  const categories = nameBook(needs, await readCategoryIds(tx, namesIn(rows, 'category')));
  const units = nameBook(needs, await readUnitIds(tx, namesIn(rows, 'unit')));
  const judged = judgeRows(rows, {
    book: book.book,
    known,
    // Whose SKU was changed since keeps its id: this one is another product.
    newIdOf: (sku) => {
      const id = derived.get(sku) ?? newId(needs);
      return taken.has(id) ? newId(needs) : id;
    },
    owners: await readBarcodeOwners(tx, namesIn(rows, 'barcode')),
    categoryIdOf: categories.idOf,
    unitIdOf: units.idOf,
  });
  if (categories.made.length > 0) await insertCategories(tx, categories.made, createdAt);
  if (units.made.length > 0) await insertUnits(tx, units.made, createdAt);
  await keepJudged(tx, judged, { book: book.book, createdAt, userId: context.userId, reason });
  return judged;
}

/** The same id for the same SKU, whoever imports it, and from whatever file. */
function importedIdOf(tenantId: string, sku: string): string {
  return derivedId(tenantId, `import:product:${sku}`);
}

function namesIn(
  rows: readonly ImportRow[],
  field: 'category' | 'unit' | 'barcode',
): readonly string[] {
  return [...new Set(rows.flatMap((row) => row[field] ?? []))];
}

interface NameBook {
  readonly idOf: (name: string) => string;
  /** Those that were not there. */
  readonly made: readonly Named[];
}

function nameBook(needs: PriceNeeds, known: Map<string, string>): NameBook {
  const made: Named[] = [];
  return {
    made,
    idOf: (name) => {
      const found = known.get(name);
      if (found !== undefined) return found;
      const id = newId(needs);
      known.set(name, id);
      made.push({ id, name });
      return id;
    },
  };
}
