/**
 * Says anew which other currencies the shop takes in cash: the next version of its sheet of rates.
 * The same rates again are the sheet that is there, so that a request sent twice makes one.
 */
import { foreignRateOfWords } from '@evertill/contract';
import type { InputOf, orders } from '@evertill/contract';
import {
  billionthsOf,
  cashRoundingMinorOf,
  checkRates,
  decimalOf,
  isCurrency,
} from '@evertill/domain';
import { usualSmallestMinor } from '@evertill/domain';
import type { ForeignRate, RateFlawCode } from '@evertill/domain';
import { refuse, tenantOf } from '@evertill/kernel';
import type { Surroundings, TenantContext, TenantUseCase, Transaction } from '@evertill/kernel';
import { tellAudit } from '../drafts/tell-audit.ts';
import { insertSheet, readCurrentSheet, sheetView } from './rate-sheet-store.ts';
import type { SheetRow } from './rate-sheet-store.ts';

type Asked = InputOf<typeof orders.publishRateSheet>['rates'][number];

const messages: Readonly<Record<RateFlawCode, string>> = {
  rates_too_many: 'are more than a shop takes',
  rate_currency_unknown: 'is no currency that we know',
  rate_currency_own: "is the shop's own",
  rate_currency_twice: 'has a rate already',
  rate_out_of_range: 'is nothing, or out of range',
  smallest_out_of_range: 'is nothing, or out of range',
};

/** Whoever publishes at the same moment gets the version after; nobody does so many times. */
const TRIES_MAX = 10;

export function publishRateSheet(
  surroundings: Surroundings,
): TenantUseCase<typeof orders.publishRateSheet> {
  return async (context, { rates: asked }) => {
    const { currency } = await tenantOf(surroundings, context);
    const content = { currency, rates: ratesOf(asked, currency) };
    return surroundings.database.inTransaction(context, async (tx) => {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const before = await readCurrentSheet(tx);
        if (before !== undefined && isSame(before.content, content)) return sheetView(before);
        const version = (before?.version ?? 0) + 1;
        const now = surroundings.clock.now();
        const createdBy = context.userId;
        const row = await insertSheet(tx, { version, content, createdBy, now });
        if (row === undefined) continue;
        tell(tx, context, { before, row });
        return sheetView(row);
      }
      return refuse('unavailable');
    });
  };
}

function ratesOf(asked: readonly Asked[], ownCurrency: string): ForeignRate[] {
  const rates = asked.map((one, index) => rateOf(one, `rates.${index}`));
  const fields = checkRates(rates, ownCurrency).map(({ code, path }) => {
    return { field: path ?? 'rates', message: messages[code] };
  });
  if (fields.length > 0) refuse('amount_invalid', { fields });
  return rates.sort((one, other) => (one.currency < other.currency ? -1 : 1));
}

function rateOf({ currency, rate, smallest }: Asked, path: string): ForeignRate {
  if (!isCurrency(currency)) {
    const message = messages.rate_currency_unknown;
    refuse('amount_invalid', { fields: [{ field: `${path}.currency`, message }] });
  }
  const usualMinor = usualSmallestMinor(currency, cashRoundingMinorOf(currency));
  const words = { currency, rate, smallest: smallest ?? decimalOf(usualMinor, currency) };
  const read = foreignRateOfWords(words);
  if (read !== undefined) return read;
  const isRate = billionthsOf(rate) !== undefined;
  const message = isRate ? `is no amount in ${currency}` : messages.rate_out_of_range;
  const field = `${path}.${isRate ? 'smallest' : 'rate'}`;
  return refuse('amount_invalid', { fields: [{ field, message }] });
}

function isSame(one: SheetRow['content'], other: SheetRow['content']): boolean {
  const words = ({ currency, rates }: SheetRow['content']): string =>
    [currency, ...rates.map((rate) => [rate.currency, rate.rateBillionths, rate.smallestMinor])]
      .map(String)
      .join(' ');
  return words(one) === words(other);
}

interface Change {
  readonly before: SheetRow | undefined;
  readonly row: SheetRow;
}

function tell(tx: Transaction, context: TenantContext, { before, row }: Change): void {
  const after = sheetView(row);
  tellAudit(tx, {
    action: 'RATE_SHEET_PUBLISHED',
    modelName: 'RateSheet',
    objectId: tx.tenantId,
    userId: context.userId,
    data: {
      before: { rates: before === undefined ? [] : sheetView(before).rates },
      after: { version: after.version, rates: after.rates },
    },
  });
}
