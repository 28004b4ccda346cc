import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut, sum } from './amount.ts';
import { checkOrder } from './check-order.ts';
import { currencies, decimalOf, decimalOfMilli, milliOf, minorOf } from './currency.ts';
import { checkPriceBook } from './price-book.ts';
import type { PriceBook } from './price-book.ts';
import { priceOrder } from './price-order.ts';
import type { OrderDraft } from './price-order.ts';
import { coveredByTenders, shareRefundTenders } from './refund-tender.ts';
import { refundLine } from './refund.ts';
import { settleTender } from './tender.ts';
import type { Tender } from './tender.ts';

// One seed for everybody: a red run here is red there. A walk with other seeds is the oracle's.
const runs = { seed: 20_260_115, numRuns: 300 };

const code = fc.constantFrom('A', 'B', 'C', 'toString', '__proto__', 'constructor');
const rate = fc.oneof(fc.constantFrom(0, 1, 160_000, 1_000_000), fc.nat(1_000_000));
const component = fc.record({
  name: fc.constantFrom('VAT', 'Excise'),
  ratePpm: rate,
  isCompound: fc.boolean(),
});
const rule = fc.oneof(
  fc.record({
    kind: fc.constant('standard' as const),
    components: fc.array(component, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constantFrom('zero' as const, 'exempt' as const),
    components: fc.array(
      component.map((one) => ({ ...one, ratePpm: 0 })),
      { maxLength: 2 },
    ),
  }),
);
const book: fc.Arbitrary<PriceBook> = fc.record({
  version: fc.integer({ min: 1, max: 99 }),
  currency: fc.constantFrom('KES', 'JPY', 'KWD'),
  isTaxIncluded: fc.boolean(),
  taxRounding: fc.constantFrom('line' as const, 'document' as const),
  rounding: fc.constantFrom('half_up' as const, 'half_even' as const, 'down' as const),
  cashRoundingMinor: fc.constantFrom(0, 1, 5, 50, 100),
  taxes: fc
    .array(fc.tuple(code, rule), { minLength: 6, maxLength: 12 })
    .map((rules) => Object.fromEntries(rules)),
});

const odd = fc.oneof(
  { weight: 12, arbitrary: fc.nat(20_000) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, Number.NaN, Infinity, -0, 4e12, 2 ** 53) },
);
const oddDraft: fc.Arbitrary<OrderDraft> = fc.record({
  lines: fc.array(
    fc.record({ unitPriceMinor: odd, quantityMilli: odd, discountMinor: odd, taxCode: code }),
    { maxLength: 8 },
  ),
  discountMinor: odd,
});

/** A draft in which `checkOrder` finds nothing: discounts are told as a part of what is there. */
const basket = fc
  .tuple(
    book,
    fc.array(
      fc.record({
        unitPriceMinor: fc.oneof(fc.nat(999), fc.nat(9_999_999)),
        quantityMilli: fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constant(1_000)),
        offPpm: fc.constantFrom(0, 0, 100_000, 333_333, 1_000_000),
        codeAt: fc.nat(11),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    fc.constantFrom(0, 0, 50_000, 99_999, 1_000_000),
  )
  .map(([priceBook, sketches, offPpm]) => {
    const codes = Object.keys(priceBook.taxes);
    const lines = sketches.map(({ unitPriceMinor, quantityMilli, offPpm: off, codeAt }) => {
      const grossMinor = Math.floor((unitPriceMinor * quantityMilli) / 1_000);
      const discountMinor = Math.floor((grossMinor * off) / 1_000_000);
      const taxCode = codes[codeAt % codes.length]!;
      return {
        unitPriceMinor,
        quantityMilli,
        discountMinor,
        taxCode,
        left: grossMinor - discountMinor,
      };
    });
    const left = sum(lines, (line) => line.left);
    return { book: priceBook, draft: { lines, discountMinor: Math.floor((left * offPpm) / 1e6) } };
  });

describe('any order without flaws', () => {
  it('adds up, line by line and tax by tax', () => {
    const adds = fc.property(basket, ({ book: priceBook, draft }) => {
      expect(checkPriceBook(priceBook)).toEqual([]);
      expect(checkOrder(draft, priceBook)).toEqual([]);
      const priced = priceOrder(draft, priceBook);
      const { lines, taxes, subtotalMinor, discountMinor, taxMinor, totalMinor } = priced;
      expect(sum(lines, (line) => line.totalMinor)).toBe(totalMinor);
      expect(sum(lines, (line) => line.taxMinor)).toBe(taxMinor);
      expect(sum(taxes, (row) => row.taxMinor)).toBe(taxMinor);
      const given = sum(draft.lines, (line) => line.discountMinor) + draft.discountMinor;
      expect(discountMinor).toBe(given);
      const untaxed = subtotalMinor - discountMinor;
      expect(totalMinor).toBe(priceBook.isTaxIncluded ? untaxed : untaxed + taxMinor);
      const amounts = lines.flatMap((line) => Object.values(line));
      expect(amounts.every((amount) => amount >= 0 && !Object.is(amount, -0))).toBe(true);
      for (const line of lines) expect(line.netMinor + line.taxMinor).toBe(line.totalMinor);
    });
    fc.assert(adds, runs);
  });

  it('does not care in which order its lines stand, but for cents between equals', () => {
    const turned = fc.property(basket, ({ book: priceBook, draft }) => {
      const back = { ...draft, lines: [...draft.lines].reverse() };
      const [one, other] = [priceOrder(draft, priceBook), priceOrder(back, priceBook)];
      expect(other.subtotalMinor).toBe(one.subtotalMinor);
      expect(other.discountMinor).toBe(one.discountMinor);
      // The order's discount may fall on another of two equal remainders, and so on another code.
      const slack = draft.lines.length * 16;
      expect(Math.abs(other.totalMinor - one.totalMinor)).toBeLessThanOrEqual(slack);
    });
    fc.assert(turned, runs);
  });
});

describe('any draft at all', () => {
  it('is checked without a throw, and priced without one where nothing was found', () => {
    const total = fc.property(oddDraft, book, (draft, priceBook) => {
      if (checkOrder(draft, priceBook).length > 0) return;
      const { totalMinor } = priceOrder(draft, priceBook);
      expect(Number.isSafeInteger(totalMinor) && totalMinor >= 0).toBe(true);
    });
    fc.assert(total, { ...runs, numRuns: 1_000 });
  });
});

describe('shareOut', () => {
  it('adds up, mirrors itself, and stays beside the exact share', () => {
    const total = fc.integer({ min: -1e12, max: 1e12 });
    const weights = fc.array(fc.nat(1e9), { minLength: 1, maxLength: 20 });
    const shares = fc.property(total, weights, (amount, of) => {
      const parts = shareOut(amount, of);
      expect(sum(parts, (part) => part)).toBe(amount);
      expect(shareOut(-amount, of).map((part) => 0 - part)).toEqual(parts);
      const whole = BigInt(sum(of, (weight) => weight)) || BigInt(of.length);
      const hasWeight = of.some((weight) => weight > 0);
      for (const [index, part] of parts.entries()) {
        const exact = BigInt(amount) * (hasWeight ? BigInt(of[index]!) : 1n);
        const off = BigInt(part) * whole - exact;
        expect(off < whole && off > -whole).toBe(true);
      }
    });
    fc.assert(shares, runs);
  });
});

describe('refunds', () => {
  it('give back exactly the line, in any partition', () => {
    const sold = fc
      .record({ quantityMilli: fc.integer({ min: 1, max: 50_000 }), totalMinor: fc.nat(1e9) })
      .chain((line) => fc.record({ line: fc.constant(line), taxMinor: fc.nat(line.totalMinor) }))
      .map(({ line, taxMinor }) => ({ ...line, taxMinor }));
    const cuts = fc.array(fc.nat(50_000), { maxLength: 8 });
    const refunds = fc.property(sold, cuts, (line, at) => {
      const inner = at.map((cut) => cut % line.quantityMilli);
      const ends = [...new Set([0, ...inner, line.quantityMilli])].sort((one, two) => one - two);
      const parts = ends.slice(1).map((end, index) => {
        const refundedMilli = ends[index]!;
        return refundLine({ line, refundedMilli, quantityMilli: end - refundedMilli });
      });
      expect(sum(parts, (part) => part.totalMinor)).toBe(line.totalMinor);
      expect(sum(parts, (part) => part.taxMinor)).toBe(line.taxMinor);
      for (const { totalMinor, taxMinor } of parts) {
        expect(taxMinor >= 0 && totalMinor >= taxMinor).toBe(true);
      }
    });
    fc.assert(refunds, runs);
  });
});

const split = fc
  .record({ totalMinor: fc.nat(1_000_000), coin: fc.constantFrom(0, 1, 5, 50, 100) })
  .chain(({ totalMinor, coin }) =>
    fc.record({
      totalMinor: fc.constant(totalMinor),
      cashRoundingMinor: fc.constant(coin),
      card: fc.nat(totalMinor),
      handed: fc.nat(100_000),
    }),
  );

describe('a split tender', () => {
  it('covers exactly what is due, and only cash gives change', () => {
    const covers = fc.property(split, ({ totalMinor, cashRoundingMinor, card, handed }) => {
      const tenders: Tender[] = [
        { method: 'CARD', amountMinor: card },
        { method: 'CASH', amountMinor: totalMinor - card + cashRoundingMinor + handed },
      ];
      const settled = settleTender({ totalMinor, cashRoundingMinor, tenders });
      expect(settled.balanceMinor).toBe(0);
      expect(settled.paidMinor).toBe(settled.dueMinor);
      expect(settled.dueMinor).toBe(totalMinor + settled.roundingMinor);
      expect(settled.tenderedMinor - settled.changeMinor).toBe(settled.paidMinor);
      expect(settled.cashMinor % Math.max(1, cashRoundingMinor)).toBe(0);
      expect(settled.cashMinor).toBeGreaterThanOrEqual(0);
      expect(2 * Math.abs(settled.roundingMinor)).toBeLessThanOrEqual(cashRoundingMinor);
    });
    fc.assert(covers, runs);
  });

  it('gets back from refunds, in any steps, what each tender paid', () => {
    const steps = fc.array(fc.nat(1_000_000), { maxLength: 5 });
    const returns = fc.property(split, steps, ({ totalMinor, cashRoundingMinor, card }, wanted) => {
      const rest = totalMinor - card + cashRoundingMinor;
      const tenders: Tender[] = [
        { method: 'CARD', amountMinor: card },
        { method: 'CASH', amountMinor: rest },
      ];
      const covered = coveredByTenders({ totalMinor, cashRoundingMinor, tenders });
      expect(sum(covered, (amount) => amount)).toBe(totalMinor);
      const back = covered.map(() => 0);
      for (const want of [...wanted, totalMinor]) {
        const left = totalMinor - sum(back, (amount) => amount);
        const kept = tenders.map(({ method }, index) => {
          return { method, amountMinor: covered[index]!, refundedMinor: back[index]! };
        });
        const paid = shareRefundTenders({ totalMinor: Math.min(left, want), tenders: kept });
        for (const [index, { amountMinor }] of paid.entries()) back[index]! += amountMinor;
      }
      expect(back).toEqual(covered);
    });
    fc.assert(returns, runs);
  });
});

describe('decimals', () => {
  it('come back as they went', () => {
    const whole = fc.maxSafeInteger().map((value) => value + 0);
    const money = fc.property(whole, fc.constantFrom(...currencies), (minor, currency) => {
      expect(minorOf(decimalOf(minor, currency), currency)).toBe(minor);
    });
    const quantity = fc.property(whole, (milli) => {
      expect(milliOf(decimalOfMilli(milli))).toBe(milli);
    });
    fc.assert(money, runs);
    fc.assert(quantity, runs);
  });

  it('are read from any text without a throw', () => {
    const any = fc.property(fc.string(), (text) => {
      const minor = minorOf(text, 'KES');
      expect(minor === undefined || Number.isSafeInteger(minor)).toBe(true);
    });
    fc.assert(any, runs);
  });
});
