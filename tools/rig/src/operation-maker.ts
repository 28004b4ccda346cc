/**
 * What a register's queue holds: sales and refunds with their ids, bodies and hashes, fixed before
 * anything is sent. The hash is computed here as well as by the server; they have to agree.
 */
import { canonicalBody, codecOf, operationBodies } from '@evertill/contract';
import {
  RULES_VERSION,
  decimalOf,
  decimalOfMilli,
  priceOrder,
  refundLine,
  settleTender,
} from '@evertill/domain';
import { createHash, randomUUID } from 'node:crypto';
import type { Dice } from './dice.ts';
import type { Good, Shop } from './shop.ts';

export interface Line extends Good {
  readonly quantityMilli: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** What it makes; drawers stay shut. */
type OperationKind = 'sale' | 'refund';

export interface Operation {
  readonly registerId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly id: string;
  readonly kind: OperationKind;
  readonly occurredAt: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly bodyHash: string;
  readonly totalMinor: number;
  /** By how much each of its lines has to move stock, once. */
  readonly moves: readonly { readonly product: string; readonly quantityMilli: number }[];
}

/** A sale, remembered so that a part of it can come back. */
export interface Sold {
  readonly id: string;
  readonly lines: readonly Line[];
}

export type Head = Pick<Operation, 'registerId' | 'epoch' | 'seq'>;

const LONG_LINES = 700;

function hashOf(kind: OperationKind, body: unknown): string {
  const { value } = codecOf(operationBodies[kind]).read(body);
  return createHash('sha256').update(canonicalBody(operationBodies[kind], value)).digest('hex');
}

export function makeSale(
  { book, goods }: Shop,
  dice: Dice,
  head: Head,
  isLong: boolean,
): { readonly operation: Operation; readonly sold: Sold } {
  const count = isLong ? LONG_LINES : dice.between(1, 4);
  const drafts = Array.from({ length: count }, () => {
    const quantityMilli = dice.pick([1000, 1000, 2000, 3000]);
    return { ...dice.pick(goods), taxCode: 'STD', discountMinor: 0, quantityMilli };
  });
  const priced = priceOrder({ lines: drafts, discountMinor: 0 }, book);
  const lines = drafts.map((draft, index) => {
    const { taxMinor = 0, totalMinor = 0 } = priced.lines[index] ?? {};
    return { ...draft, taxMinor, totalMinor };
  });
  const tenders = [{ method: 'CASH' as const, amountMinor: priced.totalMinor + 500 }];
  const { totalMinor } = priced;
  const settled = settleTender({ totalMinor, cashRoundingMinor: book.cashRoundingMinor, tenders });
  const amount = (minor: number): string => decimalOf(minor, book.currency);
  const body = {
    receipt_number: `T${head.epoch}-${head.seq}`,
    currency: book.currency,
    price_book_version: book.version,
    rules_version: RULES_VERSION,
    lines: lines.map((line) => ({
      ...wireLine(line, amount),
      unit_price: amount(line.unitPriceMinor),
      discount: amount(0),
    })),
    discount: amount(0),
    tax: amount(priced.taxMinor),
    rounding: amount(settled.roundingMinor),
    total: amount(settled.dueMinor),
    payments: tenders.map((tender) => payment(amount(tender.amountMinor))),
    change: amount(settled.changeMinor),
  };
  const { dueMinor } = settled;
  const content = { kind: 'sale', body, totalMinor: dueMinor, lines, sign: -1 } as const;
  const operation = finish(head, content);
  return { operation, sold: { id: operation.id, lines } };
}

/** One line of an earlier sale of this register comes back whole, once. */
export function makeRefund({ book }: Shop, dice: Dice, head: Head, sold: Sold): Operation {
  const number = dice.between(1, sold.lines.length);
  const line = sold.lines[number - 1];
  if (line === undefined) throw new Error('a sale without lines');
  const { quantityMilli } = line;
  const back = refundLine({ line, refundedMilli: 0, quantityMilli });
  const amount = (minor: number): string => decimalOf(minor, book.currency);
  const body = {
    receipt_number: `T${head.epoch}-${head.seq}`,
    sales_header: sold.id,
    currency: book.currency,
    reason: 'WRONG_ITEM',
    lines: [{ ...wireLine({ ...line, ...back }, amount), sale_line_number: number }],
    tax: amount(back.taxMinor),
    total: amount(back.totalMinor),
    payments: [payment(amount(back.totalMinor))],
  };
  return finish(head, {
    kind: 'refund',
    body,
    totalMinor: back.totalMinor,
    lines: [line],
    sign: 1,
  });
}

function wireLine(line: Line, amount: (minor: number) => string): Record<string, unknown> {
  return {
    product: line.product,
    sku: line.sku,
    name: line.name,
    quantity: decimalOfMilli(line.quantityMilli),
    tax_code: 'STD',
    tax: amount(line.taxMinor),
    total: amount(line.totalMinor),
  };
}

function payment(amount: string): Record<string, unknown> {
  return { sales_payment_id: randomUUID(), method: 'CASH', amount };
}

interface Content {
  readonly kind: OperationKind;
  readonly body: Readonly<Record<string, unknown>>;
  readonly totalMinor: number;
  readonly lines: readonly Line[];
  /** A sale takes from the shelf, a refund puts back. */
  readonly sign: 1 | -1;
}

/** The same operation with something else in its body, and the hash of that. */
export function withBody(
  operation: Operation,
  change: Readonly<Record<string, unknown>>,
): Operation {
  const body = { ...operation.body, ...change };
  return { ...operation, body, bodyHash: hashOf(operation.kind, body) };
}

function finish(head: Head, { kind, body, totalMinor, lines, sign }: Content): Operation {
  return {
    ...head,
    id: randomUUID(),
    kind,
    occurredAt: new Date().toISOString(),
    body,
    bodyHash: hashOf(kind, body),
    totalMinor,
    moves: lines.map(({ product, quantityMilli }) => {
      return { product, quantityMilli: sign * quantityMilli };
    }),
  };
}
