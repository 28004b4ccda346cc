/**
 * Time as the devices see it. It is handed in, so that a test's clock needs no waiting; an app
 * hands in `Date.now` and `setTimeout`.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Acts once after so many milliseconds, unless the function it answers is called before. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
}

/** What a promise comes to, or `late` where it takes longer. A promise that is late is let go. */
export async function within<Result, Late>(
  clock: Clock,
  milliseconds: number,
  promise: Promise<Result>,
  late: Late,
): Promise<Result | Late> {
  const timeout = Promise.withResolvers<Late>();
  const cancel = clock.after(milliseconds, () => timeout.resolve(late));
  // Whoever is late may still fail, and then nobody listens.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, timeout.promise]);
  } finally {
    cancel();
  }
}
