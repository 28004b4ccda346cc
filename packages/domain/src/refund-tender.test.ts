import { describe, expect, it } from 'vitest';
import { coveredByTenders, settleRefund, shareRefundTenders } from './refund-tender.ts';
import type { KeptTender } from './refund-tender.ts';

const kept = (method: KeptTender['method'], amountMinor: number, refundedMinor = 0): KeptTender => {
  return { method, amountMinor, refundedMinor };
};

describe('coveredByTenders', () => {
  it('says what each paid of the total, without rounding and change', () => {
    const tenders = [
      { method: 'CARD', amountMinor: 2_000 },
      { method: 'CASH', amountMinor: 1_000 },
    ] as const;
    const question = { totalMinor: 2_502, cashRoundingMinor: 5, tenders };
    expect(coveredByTenders(question)).toEqual([2_000, 502]);
  });

  it('asserts that the sale was paid', () => {
    const question = { totalMinor: 100, cashRoundingMinor: 0, tenders: [] };
    expect(() => coveredByTenders(question)).toThrow('open balance');
  });
});

describe('shareRefundTenders', () => {
  const amounts = (totalMinor: number, tenders: readonly KeptTender[]) =>
    shareRefundTenders({ totalMinor, tenders }).map((tender) => tender.amountMinor);

  it('gives back in proportion', () => {
    expect(amounts(1_200, [kept('MOBILE', 1_000), kept('CASH', 2_000)])).toEqual([400, 800]);
  });

  it('gives back to each, in the end, exactly what it paid', () => {
    const tenders = [kept('CARD', 333), kept('MOBILE', 334), kept('CASH', 333)];
    const back = tenders.map(() => 0);
    for (const totalMinor of [1, 499, 250, 250]) {
      const left = tenders.map((tender, index) => ({ ...tender, refundedMinor: back[index]! }));
      amounts(totalMinor, left).forEach((amount, index) => (back[index]! += amount));
    }
    expect(back).toEqual([333, 334, 333]);
  });

  it('asserts that no more goes back than is left', () => {
    expect(() => amounts(501, [kept('CARD', 1_000, 500)])).toThrow('after this refund');
  });
});

describe('settleRefund', () => {
  it('rounds cash to coins and leaves the rest alone', () => {
    const payouts = [
      { method: 'CARD', amountMinor: 301 },
      { method: 'CASH', amountMinor: 302 },
    ] as const;
    expect(settleRefund({ payouts, cashRoundingMinor: 5 })).toEqual({
      payouts: [payouts[0], { method: 'CASH', amountMinor: 300 }],
      roundingMinor: -2,
      paidMinor: 601,
    });
  });

  it('gives back no more cash than the drawer kept', () => {
    const payouts = [{ method: 'CASH', amountMinor: 1_003 }] as const;
    const settled = settleRefund({ payouts, cashRoundingMinor: 5, cashMaxMinor: 1_000 });
    expect(settled).toMatchObject({ roundingMinor: -3, paidMinor: 1_000 });
  });

  it('has nothing to round where nothing goes back in cash', () => {
    const payouts = [{ method: 'CASH', amountMinor: 0 }] as const;
    expect(settleRefund({ payouts, cashRoundingMinor: 5 }).paidMinor).toBe(0);
  });
});
