/** What the screen said, compared with what the server has. */
import { checkInvariants } from '@evertill/server';
import { ownerUrl, withOwner } from '@evertill/rig';
import type { ToldSale } from './till-log.ts';

export interface TillVerdict {
  /** Sales that the screen said were saved. */
  readonly told: number;
  readonly stored: number;
  /** Told, and not there, or there for another sum. */
  readonly lost: readonly string[];
  /** One number, two sales; or a number that was told twice. */
  readonly doubled: readonly string[];
  /** Numbers that are missing between the first and the last. */
  readonly gaps: readonly number[];
  /** There, and never told: one at most for each death, between the disk and the screen. */
  readonly unseen: number;
  readonly unbooked: number;
  readonly breaches: readonly string[];
  readonly isRight: boolean;
}

interface StoredSale {
  readonly receipt_number: string;
  readonly total_minor: string;
}

export async function judgeTill(
  home: string,
  { told, deaths }: { readonly told: readonly ToldSale[]; readonly deaths: number },
): Promise<TillVerdict> {
  const { sales, unbooked } = await readStored(home, told[0]?.receiptNumber ?? '');
  const breaches = await checkInvariants(await ownerUrl(home));
  const found = compare(told, sales);
  const unseen = sales.length - (told.length - found.lost.length);
  const isQuiet = found.lost.length + found.doubled.length + found.gaps.length === 0;
  const isRight =
    isQuiet && unbooked === 0 && breaches.length === 0 && unseen <= deaths && told.length > 0;
  return {
    told: told.length,
    stored: sales.length,
    ...found,
    unseen,
    unbooked,
    breaches: breaches.map((breach) => JSON.stringify(breach)),
    isRight,
  };
}

/** Pure: what is missing, twice, or left out. */
export function compare(
  told: readonly ToldSale[],
  stored: readonly StoredSale[],
): Pick<TillVerdict, 'lost' | 'doubled' | 'gaps'> {
  const sums = new Map(stored.map((sale) => [sale.receipt_number, Number(sale.total_minor)]));
  const lost = told
    .filter(({ receiptNumber, total }) => {
      return sums.get(receiptNumber) !== Math.round(Number(total) * 100);
    })
    .map(({ receiptNumber }) => receiptNumber);
  const doubled = [
    ...twiceIn(told.map(({ receiptNumber }) => receiptNumber)),
    ...twiceIn(stored.map((sale) => sale.receipt_number)),
  ];
  const numbers = new Set([...sums.keys()].map((receipt) => Number(receipt.slice(-6))));
  const last = Math.max(0, ...numbers);
  const gaps = Array.from({ length: last }, (_, index) => index + 1).filter(
    (number) => !numbers.has(number),
  );
  return { lost, doubled, gaps };
}

function twiceIn(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

async function readStored(
  home: string,
  example: string,
): Promise<{ readonly sales: readonly StoredSale[]; readonly unbooked: number }> {
  return withOwner(home, async (client) => {
    const { rows: sales } = await client.query<StoredSale>(
      'SELECT receipt_number, total_minor FROM orders.sales WHERE receipt_number LIKE $1',
      [`${example.slice(0, -6)}%`],
    );
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM orders.unbooked_operations',
    );
    return { sales, unbooked: rows[0]?.count ?? 0 };
  });
}
