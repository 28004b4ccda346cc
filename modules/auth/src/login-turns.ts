/**
 * Attempts under one name run one after another, so that a burst cannot slip by before its first
 * failure is counted. In this process only; what counts the failures is the database.
 */
import { refuse } from '@evertill/kernel';

/** More than this at once under one name is nobody who forgot a password. */
export const WAITING_MAX = 20;

export interface LoginTurns {
  readonly take: <T>(name: string, work: () => Promise<T>) => Promise<T>;
}

interface Line {
  tail: Promise<unknown>;
  waiting: number;
}

export function loginTurns(): LoginTurns {
  const lines = new Map<string, Line>();
  return {
    take: async (name, work) => {
      const line = lines.get(name) ?? { tail: Promise.resolve(), waiting: 0 };
      if (line.waiting >= WAITING_MAX) refuse('rate_limited', { retryAfterSeconds: 1 });
      lines.set(name, line);
      line.waiting += 1;
      const turn = line.tail.then(work);
      line.tail = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        line.waiting -= 1;
        // Whoever was last leaves no trace.
        if (line.waiting === 0) lines.delete(name);
      }
    },
  };
}
