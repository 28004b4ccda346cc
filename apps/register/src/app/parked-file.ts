/** What waits for a person, as a file that can be handed to somebody who looks into it. */
import type { Kept } from '../till/journal.ts';

export interface ParkedFile {
  readonly name: string;
  readonly text: string;
}

/** JSON: who made it and when, then each record as the till keeps it, and why it is parked. */
export function parkedFile(
  kept: readonly Kept[],
  { registerName, nowMs }: { readonly registerName: string; readonly nowMs: number },
): ParkedFile {
  const madeAt = new Date(nowMs).toISOString();
  const items = kept
    .filter(({ state }) => state === 'attention')
    .map(({ record, trouble, choices }) => ({
      ...{ id: record.id, kind: record.kind, happened_at: new Date(record.atMs).toISOString() },
      ...{ cashier: record.cashierName, trouble, choices, record },
    }));
  const file = { format: 'evertill-parked', version: 1, register: registerName, made_at: madeAt };
  const day = madeAt.slice(0, 10);
  const place = registerName.replace(/[^\p{Letter}\p{Number}]+/gu, '-');
  return {
    name: `needs-attention-${place}-${day}.json`,
    text: `${JSON.stringify({ ...file, items }, null, 2)}\n`,
  };
}
