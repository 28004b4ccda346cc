/** Ids and traces: the vectors of the RFC, order in time, and names that come out the same. */
import { expect, test } from 'vitest';
import { derivedId, isUuid, newId, traceIdOf, traceparentFrom } from '../src/index.ts';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

test('a derived id is the version 5 that everybody computes', () => {
  // RFC 9562, appendix A.4, and the one of Python's documentation.
  expect(derivedId(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  expect(derivedId(dns, 'python.org')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
  expect(derivedId(dns.toUpperCase(), 'python.org')).toBe(derivedId(dns, 'python.org'));
  expect(() => derivedId('no namespace', 'x')).toThrow('not a namespace');
});

test('a new id is a version 7 that sorts by its time', () => {
  const at = (ms: number, byte: number): string =>
    newId({
      clock: { now: () => new Date(ms) },
      randomness: { bytes: (n) => Buffer.alloc(n, byte) },
    });
  // RFC 9562, appendix A.6: the same instant.
  expect(at(0x017f22e279b0, 0xff)).toBe('017f22e2-79b0-7fff-bfff-ffffffffffff');
  const times = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1];
  const ids = times.map((ms) => at(ms, 0x5a));
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every(isUuid)).toBe(true);
});

test.each(['', 'x', `${dns} `, `${dns}\n`, dns.slice(1), `{${dns}}`, dns.replaceAll('-', '')])(
  '%j is no id',
  (text) => {
    expect(isUuid(text)).toBe(false);
  },
);

test('a trace goes on under its own name, and nonsense starts a new one', () => {
  const bytes = (count: number): Buffer => Buffer.alloc(count, 0xab);
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const goesOn = traceparentFrom(`00-${trace}-00f067aa0ba902b7-01`, bytes);
  expect(goesOn).toBe(`00-${trace}-abababababababab-01`);
  expect(traceIdOf({ traceparent: goesOn })).toBe(trace);
  const zeros = `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`;
  for (const header of [undefined, '', 'x', zeros, `01-${trace}-00f067aa0ba902b7-01`]) {
    expect(traceparentFrom(header, bytes)).toBe(`00-${'ab'.repeat(16)}-abababababababab-01`);
  }
});
