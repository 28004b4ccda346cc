/** What a parked operation is, and why it is parked, in words. */
import type { Kept, Trouble } from '../../till/journal.ts';
import type { TillRecord } from '../../till/records.ts';
import { en } from '../../words/en.ts';
import type { MessageKey, Say } from '../../words/words.ts';

export function titleOf(record: TillRecord, say: Say): string {
  switch (record.kind) {
    case 'sale':
      return say('history.sale', { number: record.receiptNumber });
    case 'refund':
      return say('history.refund', { number: record.receiptNumber });
    case 'void':
      return say('void.title', { number: record.saleNumber });
    case 'movement':
      return say(movements[record.direction]);
    case 'opened':
      return say('attention.opened');
    case 'closed':
      return say('menu.close');
    case 'customer':
      return say('attention.customer', { name: record.name });
  }
}

const movements = {
  PAY_IN: 'drawer.payIn',
  PAY_OUT: 'drawer.payOut',
  NO_SALE: 'noSale.title',
} as const satisfies Record<string, MessageKey>;

export function minorOfRecord(record: TillRecord): number | null {
  switch (record.kind) {
    case 'sale':
      return record.settlement.dueMinor;
    case 'refund':
      return record.totalMinor + record.roundingMinor;
    case 'void':
      return record.totalMinor;
    case 'movement':
      return record.direction === 'NO_SALE' ? null : record.amountMinor;
    case 'opened':
      return record.floatMinor;
    case 'closed':
      return record.countedMinor;
    case 'customer':
      return null;
  }
}

type Why = Extract<MessageKey, `why.${string}`>;

export function whyOf({ trouble }: Kept, say: Say): string {
  return whyCode(trouble ?? { code: '', detail: '' }, say);
}

/** Our own words for the codes we know; the server's for those of a newer one. */
export function whyCode({ code, detail }: Pick<Trouble, 'code' | 'detail'>, say: Say): string {
  const key = `why.${code}`;
  if (isWhy(key)) return say(key);
  return detail === '' ? say('why.other') : detail;
}

const kinds = {
  sale: 'attention.kind.sale',
  refund: 'attention.kind.refund',
  void: 'attention.kind.void',
  session_open: 'attention.opened',
  session_close: 'menu.close',
  cash_movement: 'menu.drawer',
  customer_create: 'keys.customer',
  customer_update: 'keys.customer',
} as const satisfies Record<string, MessageKey>;

/** What kind of operation it is, as the server calls it. */
export function kindOf(kind: string): MessageKeyPlain {
  return Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : 'attention.kind.other';
}

type MessageKeyPlain = (typeof kinds)[keyof typeof kinds] | 'attention.kind.other';

function isWhy(key: string): key is Why {
  return Object.hasOwn(en, key);
}
