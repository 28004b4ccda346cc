import { describe, expect, it } from 'vitest';
import { checkRefund, isWithinReturnWindow, orderStateAfterRefund } from './refund.ts';
import {
  refundLine,
  refundLines,
  refundTaxes,
  refundableMilli,
  spreadReturn,
  taxOfMoneyRefund,
} from './refund.ts';

const thirds = { quantityMilli: 3_000, totalMinor: 1_160, taxMinor: 160 };

describe('refundLine', () => {
  it('gives back thirds that add up', () => {
    const parts = [0, 1_000, 2_000].map((refundedMilli) =>
      refundLine({ line: thirds, refundedMilli, quantityMilli: 1_000 }),
    );
    expect(parts.map((part) => part.totalMinor)).toEqual([387, 386, 387]);
    expect(parts.map((part) => part.taxMinor)).toEqual([53, 54, 53]);
  });

  it('gives back all at once', () => {
    const request = { line: thirds, refundedMilli: 0, quantityMilli: 3_000 };
    expect(refundLine(request)).toEqual({ totalMinor: 1_160, taxMinor: 160 });
  });

  it('gives nothing for what cost nothing', () => {
    const line = { quantityMilli: 2_000, totalMinor: 0, taxMinor: 0 };
    const request = { line, refundedMilli: 0, quantityMilli: 1_000 };
    expect(refundLine(request)).toEqual({ totalMinor: 0, taxMinor: 0 });
  });

  it('never gives back more tax than money', () => {
    const line = { quantityMilli: 1_000, totalMinor: 10, taxMinor: 9 };
    for (let refundedMilli = 0; refundedMilli < 1_000; refundedMilli += 1) {
      const back = refundLine({ line, refundedMilli, quantityMilli: 1 });
      expect(back.taxMinor).toBeGreaterThanOrEqual(0);
      expect(back.totalMinor - back.taxMinor).toBeGreaterThanOrEqual(0);
    }
  });

  it('asserts that no more comes back than was sold', () => {
    const request = { line: thirds, refundedMilli: 2_500, quantityMilli: 501 };
    expect(() => refundLine(request)).toThrow('sold less returned');
  });

  it('adds lines up', () => {
    const request = { line: thirds, refundedMilli: 0, quantityMilli: 1_000 };
    expect(refundLines([request, request])).toMatchObject({ totalMinor: 774, taxMinor: 106 });
  });
});

describe('checkRefund', () => {
  const check = (quantityMilli: number, refundedMilli = 1_000) =>
    checkRefund([{ line: thirds, refundedMilli, quantityMilli }]);

  it('lets through what is left, and says no beyond', () => {
    expect(check(2_000)).toEqual([]);
    expect(check(2_001)).toEqual([{ code: 'refund_exceeds_sale', path: 'lines.0.quantityMilli' }]);
    expect(check(1, 3_500)).toHaveLength(1);
  });

  it('says no to nothing, to less, and to no lines', () => {
    expect(check(0)[0]?.code).toBe('refund_quantity_out_of_range');
    expect(check(-1)[0]?.code).toBe('refund_quantity_out_of_range');
    expect(checkRefund([])).toEqual([{ code: 'refund_lines_missing', path: 'lines' }]);
  });
});

describe('after a refund', () => {
  it('the order stands where its lines stand', () => {
    const state = (...refunded: number[]) =>
      orderStateAfterRefund(
        refunded.map((refundedMilli) => ({ quantityMilli: 1_000, refundedMilli })),
      );
    expect(state(0, 0)).toBe('completed');
    expect(state(1_000, 0)).toBe('partially_refunded');
    expect(state(1, 0)).toBe('partially_refunded');
    expect(state(1_000, 1_500)).toBe('refunded');
  });

  it('what is left is never below zero', () => {
    expect(refundableMilli({ quantityMilli: 1_000, refundedMilli: 400 })).toBe(600);
    expect(refundableMilli({ quantityMilli: 1_000, refundedMilli: 1_400 })).toBe(0);
  });
});

describe('the window', () => {
  it('closes after its days, and a window of none never does', () => {
    const day = 86_400_000;
    const within = (returnedAtMs: number, windowDays: number) =>
      isWithinReturnWindow({ soldAtMs: 0, returnedAtMs, windowDays });
    expect(within(30 * day, 30)).toBe(true);
    expect(within(30 * day + 1, 30)).toBe(false);
    expect(within(5_000 * day, 0)).toBe(true);
  });
});

describe('refundTaxes', () => {
  const row = { taxCode: 'IN', kind: 'standard', ratePpm: 90_000, netMinor: 8_474 } as const;
  const taxes = [
    { ...row, name: 'CGST', taxMinor: 763 },
    { ...row, name: 'SGST', taxMinor: 762 },
    { ...row, taxCode: 'X', kind: 'exempt', name: 'X', ratePpm: 0, taxMinor: 0 } as const,
  ];

  it('splits what came back among the components, and leaves out what did not', () => {
    const lines = [{ taxCode: 'IN', totalMinor: 5_000, taxMinor: 763 }];
    expect(refundTaxes({ lines, taxes })).toEqual([
      { ...row, name: 'CGST', netMinor: 4_237, taxMinor: 382 },
      { ...row, name: 'SGST', netMinor: 4_237, taxMinor: 381 },
    ]);
  });
});

describe('spreadReturn', () => {
  it.each([
    [3_000, [1_000, 0, 5_000], [1_000, 0, 2_000]],
    [500, [1_000, 1_000], [500, 0]],
    [2_000, [1_000, 1_000], [1_000, 1_000]],
    [2_001, [1_000, 1_000], undefined],
    [1, [], undefined],
  ])('%i over %j is %j', (quantityMilli, leftMilli, parts) => {
    expect(spreadReturn(quantityMilli, leftMilli)).toEqual(parts);
  });
});

describe('taxOfMoneyRefund', () => {
  it('gives back all of the tax with all of the money, in whatever steps', () => {
    let [leftMinor, taxLeftMinor] = [2_550, 425];
    const steps = [1, 999, 3, 700, 847].map((amountMinor) => {
      const taxMinor = taxOfMoneyRefund({ amountMinor, leftMinor, taxLeftMinor });
      leftMinor -= amountMinor;
      taxLeftMinor -= taxMinor;
      return taxMinor;
    });
    expect([leftMinor, taxLeftMinor]).toEqual([0, 0]);
    expect(steps).toEqual([0, 167, 0, 117, 141]);
  });

  it('never gives more tax than money, nor tax of which too much went back already', () => {
    const odd = { amountMinor: 10, leftMinor: 20 };
    expect(taxOfMoneyRefund({ ...odd, taxLeftMinor: 90 })).toBe(10);
    expect(taxOfMoneyRefund({ ...odd, taxLeftMinor: -5 })).toBe(0);
    expect(taxOfMoneyRefund({ amountMinor: 0, leftMinor: 0, taxLeftMinor: 9 })).toBe(0);
    expect(() => taxOfMoneyRefund({ ...odd, amountMinor: 21, taxLeftMinor: 1 })).toThrow('left');
  });
});
