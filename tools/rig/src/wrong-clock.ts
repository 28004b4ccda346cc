/**
 * Makes the clock of this whole process wrong, libraries and all, by what a file says: somebody
 * else writes to it, and from then on it is another time. Timers run on, as they do on a machine
 * whose clock is set.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const BYTES_MAX = 32;

/** Reads the file whenever the time is asked for. */
export function wrongClock(file: string): void {
  const descriptor = openSync(file, 'r');
  const bytes = Buffer.alloc(BYTES_MAX);
  const { now: trueNow } = Date;
  const now = (): number => {
    const count = readSync(descriptor, bytes, 0, BYTES_MAX, 0);
    return trueNow() + Number(bytes.toString('latin1', 0, count));
  };
  globalThis.Date = new Proxy(Date, {
    apply: () => new Date(now()).toString(),
    construct: (target, given: unknown[], made) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, made) as Date,
    get: (target, key, receiver) =>
      key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown),
  });
}

/** Sets the clock of whoever reads this file: so many milliseconds off from the true time. */
export function setClock(file: string, wrongMs: number): void {
  // Of one length and in one write, so that no reader ever meets the half of it.
  const text = `${wrongMs < 0 ? '-' : '+'}${String(Math.abs(wrongMs)).padStart(15, '0')}`;
  closeSync(openSync(file, 'a'));
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, text, 0);
  closeSync(descriptor);
}
