/** How the story asks and waits, for its parts to share. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Told {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export type Teller = (method: string, path: string, body?: unknown, key?: string) => Promise<Told>;
/** Asks as an enrolled device, within its lease. */
export type Till = (path: string, body: object) => Promise<Told>;

const PATIENCE_MS = 20_000;

/** What is told arrives in its own time. */
export async function eventually(
  ask: () => Promise<Told>,
  isThere: (answer: Told) => boolean,
): Promise<Told> {
  const untilMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    if (Date.now() > untilMs) throw new Error(`it never came: ${JSON.stringify(answer.body)}`);
    await wait(50);
  }
}
