/** What an engine goes by unless it is told otherwise. */
import type { EngineSettings, ReceiptPlace } from './engine-port.ts';

/** Goes on where a server was restored from a backup that is not older. */
export const SETTLED_KEPT_MS = 7 * 24 * 3_600_000;

export const engineDefaults: EngineSettings = {
  pullEveryMs: 15_000,
  settledKeptMs: SETTLED_KEPT_MS,
  ballastBytes: 20 * 1024 * 1024,
  receiptNumberOf,
};

/** `Till 1-2-000017`: the register, its epoch, its number. No two epochs give the same number. */
function receiptNumberOf({ registration, number }: ReceiptPlace): string {
  const { name, epoch } = registration;
  return `${name.slice(0, 20)}-${epoch}-${String(number).padStart(6, '0')}`;
}
