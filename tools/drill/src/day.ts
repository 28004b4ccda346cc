/** Registers at work, side by side. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Register } from './register.ts';

/** Between one customer and the next. */
const PACE_MS = 80;
const DRAIN_MS_MAX = 60_000;

export class Day {
  readonly #registers: readonly Register[];

  constructor(registers: readonly Register[]) {
    this.#registers = registers;
  }

  async sellFor(ms: number): Promise<void> {
    const limit = performance.now() + ms;
    await this.#work(() => performance.now() < limit);
    await this.untilSent(DRAIN_MS_MAX);
  }

  async sellDuring<T>(task: () => Promise<T>): Promise<T> {
    let isOver = false;
    const done = task().finally(() => {
      isOver = true;
    });
    await this.#work(() => !isOver);
    return done;
  }

  async #work(isGoingOn: () => boolean): Promise<void> {
    const shift = async (register: Register): Promise<void> => {
      while (isGoingOn()) {
        if (register.memory.queue.length < 20) register.sell();
        await register.send();
        await sleep(PACE_MS);
      }
    };
    await Promise.all(this.#registers.map(shift));
  }

  #stuck(): Error {
    const troubles = this.#registers.map((one, index) => `${index}: ${one.troubles()}`);
    return new Error(['a queue does not get empty', ...troubles].join('\n  '));
  }

  async untilSent(msMax: number): Promise<void> {
    const limit = performance.now() + msMax;
    const empty = async (register: Register): Promise<void> => {
      do {
        if (performance.now() > limit) throw this.#stuck();
        if (!(await register.send())) await sleep(50);
      } while (!register.isDone);
    };
    await Promise.all(this.#registers.map(empty));
  }
}
