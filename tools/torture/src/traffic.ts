/** What is under way, what was counted, and what was seen to be wrong while the load ran. */

/** Something that must not be, by the number it has in the catalogue of invariants. */
export interface Finding {
  readonly invariant: string;
  readonly what: string;
}

const SHOWN_MAX = 3;

/** One finding for all rows that break one invariant in one way; none when no row does. */
export function told(invariant: string, what: string, rows: readonly unknown[]): Finding[] {
  if (rows.length === 0) return [];
  const shown = JSON.stringify(rows.slice(0, SHOWN_MAX));
  return [{ invariant, what: `${rows.length} ${what}: ${shown}` }];
}

export class Traffic {
  inFlight = 0;
  /** Requests that ended without an answer, or with a 5xx. */
  interrupted = 0;
  acked = 0;
  applied = 0;
  replays = 0;
  /** Answers thrown away on purpose, so that what was booked is sent again. */
  answersLost = 0;
  /** What was tried that is not in order, and came out as it should, by its name. */
  readonly tried = new Map<string, number>();
  readonly findings: Finding[] = [];

  tally(name: string): void {
    this.tried.set(name, (this.tried.get(name) ?? 0) + 1);
  }

  find(invariant: string, what: string): void {
    const known = this.findings.filter((finding) => finding.invariant === invariant);
    if (known.length < SHOWN_MAX) this.findings.push({ invariant, what });
  }
}
