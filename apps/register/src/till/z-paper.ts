/** A closed session as lines for the printer: what was opened, sold, moved, counted. */
import { decimalOf } from '@evertill/domain';
import type { Receipt, ReceiptLine } from '@evertill/domain';
import type { Words } from '../words/words.ts';
import type { ClosedSession } from './drawer.ts';
import { wallClock } from './receipts.ts';

export interface ZHeading {
  readonly shopName: string;
  readonly registerName: string;
  readonly timeZone: string;
}

export function zPaper(
  { closed, figures, openedAtMs }: ClosedSession,
  { shopName, registerName, timeZone }: ZHeading,
  { say }: Pick<Words, 'say'>,
): Receipt {
  const { sums, tenders, floatMinor } = figures;
  const amount = (minor: number): string => decimalOf(minor, closed.currency);
  const cash = tenders.find(({ method }) => method === 'CASH');
  const facts: readonly (readonly [string, string])[] = [
    [say('z.register'), registerName],
    [say('z.opened'), wallClock(openedAtMs, timeZone)],
    [say('z.closedAt'), wallClock(closed.atMs, timeZone)],
    [say('z.by'), closed.cashierName],
  ];
  const sold: readonly (readonly [string, string])[] = [
    [say('x.sales'), String(sums.sales.count)],
    [say('z.gross'), amount(sums.sales.grossMinor)],
    [say('z.discounts'), amount(-sums.sales.discountMinor)],
    [say('z.refundsOf', { count: sums.refunds.count }), amount(-sums.refunds.totalMinor)],
    [say('z.net'), amount(figures.netMinor)],
    [say('z.tax'), amount(figures.netTaxMinor)],
  ];
  const drawer: readonly (readonly [string, string])[] = [
    [say('x.float'), amount(floatMinor)],
    [say('x.cashSales'), amount((cash?.receivedMinor ?? 0) - (cash?.changeMinor ?? 0))],
    [say('x.cashRefunds'), amount(-(cash?.returnedMinor ?? 0))],
    [say('x.payIns'), amount(sums.payIns.amountMinor)],
    [say('x.payOuts'), amount(-sums.payOuts.amountMinor)],
    [say('x.expected'), amount(closed.expectedMinor)],
    [say('count.counted'), amount(closed.countedMinor)],
    [say('z.variance'), amount(closed.countedMinor - closed.expectedMinor)],
  ];
  const others = tenders
    .filter(({ method }) => method !== 'CASH')
    .map(
      ({ method, keptMinor }) => [say(`method.${method as 'CARD'}`), amount(keptMinor)] as const,
    );
  return {
    lines: [
      { kind: 'centre', text: shopName, isStrong: true },
      { kind: 'centre', text: say('z.title'), isStrong: true },
      rule,
      ...facts.map(pair),
      rule,
      ...sold.map(pair),
      ...(others.length === 0 ? [] : [rule, ...others.map(pair)]),
      rule,
      ...drawer.map(pair),
      ...(closed.reason === '' ? [] : [{ kind: 'text', text: closed.reason } as const]),
    ],
  };
}

const rule: ReceiptLine = { kind: 'rule' };

function pair([left, right]: readonly [string, string]): ReceiptLine {
  return { kind: 'pair', left, right, indent: 0, isStrong: false };
}
