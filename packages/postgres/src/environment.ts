/**
 * What the caller lends us: a place to log to and a clock.
 *
 * Both are narrow on purpose. Pino fits the log as it is, and a test fits the clock by hand.
 */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Clock {
  now(): number;
  sleep(durationMs: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
};

export type Progress = (text: string) => void;
