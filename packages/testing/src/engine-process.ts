/**
 * A program of somebody else's, at work for a test: killed, paused, and started again where it was.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

export interface EngineProcess {
  /** As after a crash: the same port, the same folder. */
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** It takes connections, answers nobody, and goes on when it is told to. */
  readonly pause: () => void;
  readonly resume: () => void;
}

/** Not started yet. `untilReady` ends when whoever asks it is answered, and throws if never. */
export function engineProcess(
  launch: () => ChildProcess,
  untilReady: (child: ChildProcess) => Promise<void>,
): EngineProcess {
  let child: ChildProcess | undefined;
  return {
    start: async () => {
      child = launch();
      await untilReady(child);
    },
    kill: async () => {
      const dying = child;
      child = undefined;
      if (dying === undefined) return;
      const ended = new Promise((resolve) => dying.once('exit', resolve));
      dying.kill('SIGKILL');
      await ended;
    },
    pause: () => child?.kill('SIGSTOP'),
    resume: () => child?.kill('SIGCONT'),
  };
}

const SAID_MAX = 20_000;

/** Until it says that it is ready. Throws with what it said when it ends, or takes too long. */
export async function untilSaid(
  child: ChildProcess,
  { words, msMax }: { readonly words: string; readonly msMax: number },
): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-SAID_MAX);
    });
  }
  const until = Date.now() + msMax;
  while (!said.includes(words)) {
    if (child.exitCode !== null || Date.now() > until) {
      throw new Error(`it never said "${words}":\n${said}`);
    }
    await wait(20);
  }
}
