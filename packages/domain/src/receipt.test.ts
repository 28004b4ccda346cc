import { describe, expect, it } from 'vitest';
import { columnsOf, printable, wrap } from './printable.ts';
import { receiptLabels } from './receipt-labels.ts';
import { receiptText } from './receipt-text.ts';
import { receiptOf } from './receipt.ts';
import type { ReceiptItem, RefundForReceipt, SaleForReceipt, VoidForReceipt } from './receipt.ts';

const shop = { name: 'Duka la Amina', addressLines: ['Nairobi'], footerLines: ['Asante!'] };

function saleOf(items: readonly ReceiptItem[], more: Partial<SaleForReceipt> = {}): SaleForReceipt {
  const grossMinor = 123_456;
  const totalMinor = grossMinor * items.length;
  return {
    kind: 'sale',
    number: 'R1-000123',
    soldAt: '2026-01-15 09:31',
    isCopy: false,
    currency: 'KES',
    isTaxIncluded: true,
    items,
    priced: {
      lines: items.map(() => ({ grossMinor })),
      subtotalMinor: totalMinor,
      discountMinor: 0,
      taxes: [],
      totalMinor,
    },
    tenders: [{ method: 'CASH', amountMinor: totalMinor }],
    settlement: { roundingMinor: 0, dueMinor: totalMinor, changeMinor: 0, balanceMinor: 0 },
    ...more,
  };
}

const item = (name: string, more: Partial<ReceiptItem> = {}): ReceiptItem => {
  return { name, quantityMilli: 1_000, unitPriceMinor: 123_456, discountMinor: 0, ...more };
};

const text = (sale: SaleForReceipt, columns: number, labels = receiptLabels.en) =>
  receiptText(receiptOf(sale, { ...shop, labels }), columns);

describe('a receipt', () => {
  it('says what was handed over of another currency, and at which rate', () => {
    const foreign = { currency: 'USD', amountMinor: 2_000, rateBillionths: 129_250_000_000 };
    const sale = saleOf([item('Milk')], {
      tenders: [{ method: 'CASH', amountMinor: 258_500, foreign }],
      settlement: { roundingMinor: 0, dueMinor: 123_456, changeMinor: 135_044, balanceMinor: 0 },
    });
    expect(text(sale, 32).split('\n').slice(-6, -2)).toEqual([
      'TOTAL                KES 1234.56',
      'Cash',
      '  USD 20.00 x 129.25     2585.00',
      'Change                   1350.44',
    ]);
  });

  it('fits narrow paper', () => {
    const sale = saleOf([item('Milk'), item('Ham', { quantityMilli: 345, unitName: 'kg' })]);
    expect(text(sale, 32)).toBe(
      [
        '         Duka la Amina',
        '            Nairobi',
        '--------------------------------',
        'Receipt                R1-000123',
        'Date            2026-01-15 09:31',
        '--------------------------------',
        'Milk                     1234.56',
        'Ham',
        '  0.345 kg x 1234.56     1234.56',
        '--------------------------------',
        'TOTAL                KES 2469.12',
        'Cash                     2469.12',
        '--------------------------------',
        '            Asante!',
      ].join('\n'),
    );
  });

  it.each([24, 32, 42, 48])('is never wider than %i columns', (columns) => {
    const names = [
      'x'.repeat(200),
      '牛乳 と パン '.repeat(9),
      'a b '.repeat(40),
      '',
      '🍞'.repeat(60),
    ];
    const wide = { quantityMilli: 99_999_999, unitName: 'kilogram', discountMinor: 4 * 10 ** 12 };
    const sale = saleOf(
      names.map((name) => item(name, wide)),
      {
        number: 'N'.repeat(64),
        customerName: 'c'.repeat(90),
      },
    );
    for (const line of text(sale, columns).split('\n')) {
      expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('keeps an amount whole when a name leaves no room', () => {
    const printed = text(saleOf([item('y'.repeat(40))]), 42);
    expect(printed).toContain(`${'y'.repeat(40)}\n${' '.repeat(35)}1234.56\n`);
  });

  it('keeps a name that ends beside its price apart from it', () => {
    expect(text(saleOf([item(`${'z'.repeat(33)}7`)]), 42)).toContain('7 1234.56\n');
    expect(text(saleOf([item(`${'z'.repeat(34)}7`)]), 42)).toContain('7\n');
  });

  it('prints no byte that a printer would obey', () => {
    const name = 'Bread\u001bp\u0000\u0019\r\n\u009b2J\u202e\u2066\ufeff\u2028\ud800!';
    const sale = saleOf([item(name)], { number: '\u001d\u0056\u0000', customerName: '\u0007' });
    const printed = text(sale, 42);
    expect(printed).toMatch(/^[\n\u0020-\u007e\u00a0-\uffff]*$/);
    expect(printed).not.toMatch(/[\u202a-\u202e\u2066-\u2069\ufeff\ud800]/);
    expect(printed).toContain('Bread p 2J');
  });

  it('says COPY, and speaks Swahili', () => {
    const sale = saleOf([item('Maziwa')], { isCopy: true });
    expect(text(sale, 42)).toContain('COPY');
    const swahili = text(sale, 42, receiptLabels.sw);
    expect(swahili).toContain('NAKALA');
    expect(swahili).toMatch(/JUMLA +KES 1234\.56/);
    expect(swahili).toMatch(/Pesa taslimu +1234\.56/);
  });

  it('of a refund names the sale, and only the tenders that got something back', () => {
    const refund: RefundForReceipt = {
      kind: 'refund',
      number: 'R1-000124',
      originalNumber: 'R1-000123',
      soldAt: '2026-01-16 10:00',
      isCopy: false,
      currency: 'KES',
      items: [{ name: 'Ham', quantityMilli: 345, unitName: 'kg', totalMinor: 1_003 }],
      taxes: [],
      totalMinor: 1_003,
      roundingMinor: -3,
      payouts: [
        { method: 'CARD', amountMinor: 0 },
        { method: 'CASH', amountMinor: 1_000 },
      ],
    };
    expect(receiptText(receiptOf(refund, shop), 32)).toBe(
      [
        '         Duka la Amina',
        '            Nairobi',
        '             REFUND',
        '--------------------------------',
        'Receipt                R1-000124',
        'For receipt            R1-000123',
        'Date            2026-01-16 10:00',
        '--------------------------------',
        'Ham',
        '  0.345 kg                 10.03',
        '--------------------------------',
        'TOTAL REFUND           KES 10.03',
        'Rounding                   -0.03',
        'Paid back                  10.00',
        'Cash                       10.00',
        '--------------------------------',
        '            Asante!',
      ].join('\n'),
    );
  });

  const voided: VoidForReceipt = {
    kind: 'void',
    number: 'R1-000123',
    soldAt: '2026-01-15 09:40',
    registerName: 'Till 1',
    cashierName: 'Amina',
    isCopy: false,
    currency: 'KES',
    totalMinor: 246_912,
    payouts: [
      { method: 'MOBILE', amountMinor: 200_000 },
      { method: 'CASH', amountMinor: 46_912 },
      { method: 'CARD', amountMinor: 0 },
    ],
    reason: 'Rung up by mistake, twice over, by two of us',
    approvers: ['Baraka'],
  };

  it('of a void says which receipt, why, who let it pass, and what went back', () => {
    expect(receiptText(receiptOf(voided, shop), 32)).toBe(
      [
        '         Duka la Amina',
        '            Nairobi',
        '              VOID',
        '--------------------------------',
        'Voided receipt         R1-000123',
        'Date            2026-01-15 09:40',
        'Register                  Till 1',
        'Served by                  Amina',
        'Approved by               Baraka',
        '--------------------------------',
        'Reason: Rung up by mistake,',
        'twice over, by two of us',
        '--------------------------------',
        'GIVEN BACK           KES 2469.12',
        'Mobile money             2000.00',
        'Cash                      469.12',
        '--------------------------------',
        '            Asante!',
      ].join('\n'),
    );
  });

  it('of a void nobody had to let pass names nobody; a copy says so, also in Swahili', () => {
    const copy = { ...voided, isCopy: true, approvers: [] };
    const printed = receiptText(receiptOf(copy, { ...shop, labels: receiptLabels.sw }), 32);
    expect(printed).toContain('             NAKALA\n      MAUZO YAMEBATILISHWA\n');
    expect(printed).not.toContain('Imeidhinishwa na');
    expect(printed).toMatch(/KILICHORUDISHWA +KES 2469\.12/);
  });

  it('asks for paper', () => {
    expect(() => text(saleOf([]), 23)).toThrow('24 columns');
    expect(() => text(saleOf([]), 41.5)).toThrow('24 columns');
  });
});

describe('text', () => {
  it('is one line with single spaces', () => {
    expect(printable('  a\tb\n\nc\u00a0d ')).toBe('a b c d');
  });

  it('is measured in columns, not in code units', () => {
    expect(columnsOf('kahawa')).toBe(6);
    expect(columnsOf('牛乳')).toBe(4);
    expect(columnsOf('🍞')).toBe(2);
    expect(columnsOf('e\u0301')).toBe(1);
  });

  it('wraps at spaces, and cuts only what is wider than the line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('onetwothree four', 7)).toEqual(['onetwot', 'hree', 'four']);
    expect(wrap('', 7)).toEqual(['']);
    expect(wrap('牛乳牛乳', 5)).toEqual(['牛乳', '牛乳']);
  });
});
