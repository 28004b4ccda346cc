/** A day off the line: opened, sold, voided, paid out, counted; all of it sent in the evening. */
import type { PriceBook } from '@evertill/domain';
import { saleBodyOf } from '@evertill/testing';
import { randomUUID } from 'node:crypto';
import { eventually } from './story-teller.ts';
import type { Teller, Till } from './story-teller.ts';

interface Day {
  readonly teller: Teller;
  readonly till: Till;
  readonly product: string;
  readonly book: PriceBook;
}

/** The number that the first operation of the day has at its register. */
const FIRST_SEQ = 6;

export async function tellDay(day: Day): Promise<readonly string[]> {
  const { teller, till } = day;
  const { session, operations, voided } = queueOf(day);
  const words: string[] = [];
  for (const time of ['evening', 'evening, again']) {
    const { body } = await till('/api/sync/push/', { operations });
    const outcomes = body.results.map(
      (one: { kind: string; outcome: string; code?: string; flags: string[] }, place: number) =>
        `${operations[place]?.kind ?? ''} ${one.outcome} ${one.code ?? ''}[${one.flags.join()}]`,
    );
    words.push(`${time}: ${outcomes.join(', ')}`);
  }
  const path = `/api/cash-sessions/${session}/`;
  const { body: closed } = await teller('GET', path);
  const { status, expected_total, closing_total, variance, z_number } = closed;
  words.push(
    `drawer: ${status}, ${expected_total} of ${closing_total} is ${variance}, Z ${z_number}`,
  );
  const { body: z } = await teller('GET', `${path}z-report/`);
  words.push(`Z: ${JSON.stringify(withoutIds(z))}`);
  const { body: undone } = await teller('GET', `/api/salesheaders/${voided}/`);
  const log = await eventually(
    () => teller('GET', `/api/audit-logs/?action=VOID&object_id=${voided}`),
    (answer) => answer.body.length === 1,
  );
  words.push(`void: ${undone.status}, audited as ${log.body[0].reason}`);
  return words;
}

function queueOf({ product, book }: Day) {
  const [session, voided] = [randomUUID(), randomUUID()];
  const saleOf = (receiptNumber: string, method: 'CASH' | 'CARD') => ({
    ...saleBodyOf({
      book,
      receiptNumber,
      lines: [{ product, unitPriceMinor: 850 }],
      tenders: [{ method, amountMinor: 850 }],
    }),
    session,
  });
  const drawer = { session, currency: book.currency };
  const parts = [
    ['session_open', randomUUID(), { ...drawer, opening_float: '100' }],
    ['sale', randomUUID(), saleOf('S-7', 'CASH')],
    ['sale', randomUUID(), saleOf('S-8', 'CARD')],
    ['sale', voided, saleOf('S-9', 'CASH')],
    ['void', randomUUID(), { sales_header: voided, reason: 'the wrong mug' }],
    ['cash_movement', randomUUID(), { session, kind: 'PAY_OUT', amount: '1', reason: 'milk' }],
    ['session_close', randomUUID(), { session, closing_total: '107.50' }],
  ] as const;
  const occurred_at = new Date().toISOString();
  const operations = parts.map(([kind, id, body], place) => ({
    ...{ seq: FIRST_SEQ + place, id, kind, occurred_at, body },
  }));
  return { session, voided, operations };
}

/** What two deployments cannot have in common: ids, when it was, and the hash of both. */
function withoutIds(report: object): object {
  return Object.fromEntries(
    Object.entries(report).filter(
      ([name, value]) =>
        !/(?:_at|_hash|session|register|user|_by|_id)$/.test(name) &&
        !/[0-9a-f]{8}-/.test(String(value)),
    ),
  );
}
