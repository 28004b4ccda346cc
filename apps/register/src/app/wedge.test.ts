/** A scanner among typing hands: none of its scans is lost, and nobody's typing becomes one. */
import { expect, test } from 'vitest';
import { makeWedge } from './wedge.ts';

function typed(text: string, gapMs: number, startMs = 0): string[] {
  return typedInto(makeWedge(), text, gapMs, startMs);
}

function typedInto(
  wedge: ReturnType<typeof makeWedge>,
  text: string,
  gapMs: number,
  startMs: number,
): string[] {
  const keys = [...Array.from(text), 'Enter'];
  return keys.flatMap((key, index) => {
    const heard = wedge.feed({ key, atMs: startMs + index * gapMs, hasModifier: false });
    return heard.kind === 'scan' ? [heard.text] : [];
  });
}

test('twenty scans a second, none lost', () => {
  const wedge = makeWedge();
  const codes = Array.from({ length: 20 }, (_, index) => `61611000000${String(10 + index)}`);
  const heard = codes.flatMap((code, index) => typedInto(wedge, code, 3, index * 50));
  expect(heard).toEqual(codes);
});

test('what a person types is no scan, however long', () => {
  expect(typed('6161100000011', 60)).toEqual([]);
  expect(typed('6161100000011', 36)).toEqual([]);
});

test('a slow scanner is heard, a short burst is not', () => {
  expect(typed('6161100000011', 30)).toEqual(['6161100000011']);
  expect(typed('616', 5)).toEqual([]);
});

test('a scan after typing has none of the typing in it, and Shift is no part of one', () => {
  const wedge = makeWedge();
  for (const key of 'mil') wedge.feed({ key, atMs: 0, hasModifier: false });
  wedge.feed({ key: 'k', atMs: 500, hasModifier: false });
  const heard = ['A', 'Shift', 'B', '1', '2', 'Enter'].map((key, index) =>
    wedge.feed({ key, atMs: 1000 + index * 4, hasModifier: false }),
  );
  expect(heard.at(-1)).toEqual({ kind: 'scan', text: 'AB12' });
});

test('a key with Ctrl ends a burst', () => {
  const wedge = makeWedge();
  for (const [index, key] of ['1', '2', '3', '4'].entries()) {
    wedge.feed({ key, atMs: index, hasModifier: false });
  }
  wedge.feed({ key: 'z', atMs: 5, hasModifier: true });
  expect(wedge.feed({ key: 'Enter', atMs: 6, hasModifier: false })).toEqual({ kind: 'key' });
});
