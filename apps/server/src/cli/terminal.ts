/** What commands have in common: exit codes, progress lines, figures for people and for scripts. */

export const exitCodes = { done: 0, foundWrong: 1, usedWrongly: 2, failed: 3 } as const;

/** Progress goes to stderr, so that what a script reads from stdout is the result alone. */
export function tellProgress(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** One line for each long step, with the seconds since the start. */
export function stepTeller(startedMs: number, nowMs: () => number): (message: string) => void {
  return (message) => {
    const seconds = ((nowMs() - startedMs) / 1000).toFixed(1);
    tellProgress(`[${seconds.padStart(5)} s] ${message}`);
  };
}

/** Waits for Ctrl-C or a polite request to end. */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve(signal);
      });
    }
  });
}
