import { describe, expect, it } from 'vitest';
import { poleBytes, poleLines } from './pole-display.ts';

const basket = (name: string, amount: string, total: string) => {
  return { kind: 'basket', lines: [{ name, amount }], totalLabel: 'TOTAL', total } as const;
};

describe('a pole of two lines', () => {
  it.each([
    [basket('Milk', '65.00', 'KES 65.00'), 'Milk           65.00', 'TOTAL      KES 65.00'],
    [
      basket('Jogoo Maize Meal 2 kg', '370.00', 'KES 1857.00'),
      'Jogoo Maize M 370.00',
      'TOTAL    KES 1857.00',
    ],
    [basket('Crème 牛乳\u001b', '1.00', '1.00'), 'Creme ***       1.00', 'TOTAL           1.00'],
    [{ kind: 'idle', greeting: 'Karibu!' } as const, 'Karibu!             ', ' '.repeat(20)],
  ])('shows %j', (view, upper, lower) => {
    expect(poleLines(view)).toEqual([upper, lower]);
  });

  it('is told each line from its first column', () => {
    const bytes = [...poleBytes(basket('Milk', '65.00', 'KES 65.00'))];
    expect(bytes.slice(0, 8)).toEqual([0x1b, 0x40, 0x0c, 0x1f, 0x24, 1, 1, 0x4d]);
    expect(bytes.slice(27, 32)).toEqual([0x1f, 0x24, 1, 2, 0x54]);
    expect(bytes).toHaveLength(51);
  });
});
