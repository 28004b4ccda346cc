/** What happened in a run, in order: two runs of one seed have to say the same, to the letter. */
import { createHash } from 'node:crypto';

export interface Trace {
  readonly note: (line: string) => void;
  readonly lines: () => readonly string[];
  readonly hash: () => string;
}

/** Times are told from the beginning of the run. */
export function makeTrace(nowMs: () => number): Trace {
  const startMs = nowMs();
  const lines: string[] = [];
  return {
    note: (line) => {
      lines.push(`${nowMs() - startMs} ${line}`);
    },
    lines: () => lines,
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16),
  };
}
