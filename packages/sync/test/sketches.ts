/** Operations of a journal that nobody sold: for tests of where they are kept. */
import { emptyHead } from '../src/kept-operation.ts';
import type { Fate, KeptOperation, Place } from '../src/kept-operation.ts';

export const idOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const queued: Extract<Fate, { readonly kind: 'queued' }> = {
  kind: 'queued',
  wasSettled: false,
  retries: 0,
  faults: null,
};
export const settled: Fate = { kind: 'settled', atMs: 7, outcome: 'APPLIED', flags: [] };

export function sketch(place: Place, change: Partial<KeptOperation> = {}): KeptOperation {
  return {
    id: idOf(place.epoch * 1_000_000 + place.seq),
    kind: 'sale',
    occurredAt: '2026-01-31T09:00:00Z',
    body: { note: 'a sketch', lines: [1, 2, 3] },
    bodyHash: 'f'.repeat(64),
    dependsOn: null,
    receiptNumber: null,
    memo: { printed: ['one', 'two'] },
    recordedAtMs: 5,
    place,
    fate: queued,
    ...change,
  };
}

export const headAt = (seq: number): typeof emptyHead => ({ ...emptyHead, seq });
