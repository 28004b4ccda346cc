/** What a parked operation is, and why it is parked, in words. */
import type { Kept } from '../../till/journal.ts';
import type { TillRecord } from '../../till/records.ts';
import { en } from '../../words/en.ts';
import type { MessageKey, Say } from '../../words/words.ts';

export function titleOf(record: TillRecord, say: Say): string {
  switch (record.kind) {
    case 'sale':
      return say('history.sale', { number: record.receiptNumber });
    case 'refund':
      return say('history.refund', { number: record.receiptNumber });
    case 'movement':
      return say(record.direction === 'PAY_IN' ? 'drawer.payIn' : 'drawer.payOut');
    case 'opened':
      return say('attention.opened');
    case 'closed':
      return say('menu.close');
    case 'customer':
      return say('attention.customer', { name: record.name });
  }
}

export function minorOfRecord(record: TillRecord): number | null {
  switch (record.kind) {
    case 'sale':
      return record.settlement.dueMinor;
    case 'refund':
      return record.totalMinor + record.roundingMinor;
    case 'movement':
      return record.amountMinor;
    case 'opened':
      return record.floatMinor;
    case 'closed':
      return record.countedMinor;
    case 'customer':
      return null;
  }
}

type Why = Extract<MessageKey, `why.${string}`>;

/** Our own words for the codes we know; the server's for those of a newer one. */
export function whyOf({ trouble }: Kept, say: Say): string {
  const key = `why.${trouble?.code ?? ''}`;
  if (isWhy(key)) return say(key);
  return trouble?.detail === undefined || trouble.detail === '' ? say('why.other') : trouble.detail;
}

function isWhy(key: string): key is Why {
  return Object.hasOwn(en, key);
}
