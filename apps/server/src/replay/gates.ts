/** Lets a refund wait until its sale, on another register, has been acknowledged. */

export interface Gates {
  readonly open: (id: string) => void;
  readonly isOpen: (id: string) => boolean;
  /** Resolves when it opens; rejects when the run ends before. */
  readonly whenOpen: (id: string) => Promise<void>;
  /** Nobody will open anything any more. */
  readonly giveUp: (error: Error) => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function makeGates(): Gates {
  const opened = new Set<string>();
  const waiters = new Map<string, Waiter[]>();
  let end: Error | undefined;
  return {
    isOpen: (id) => opened.has(id),
    open: (id) => {
      opened.add(id);
      for (const waiter of waiters.get(id) ?? []) waiter.resolve();
      waiters.delete(id);
    },
    whenOpen: (id) => {
      if (opened.has(id)) return Promise.resolve();
      return new Promise((resolve, reject) => {
        if (end !== undefined) reject(end);
        const others = waiters.get(id) ?? [];
        waiters.set(id, [...others, { resolve, reject }]);
      });
    },
    giveUp: (error) => {
      end = error;
      for (const waiter of [...waiters.values()].flat()) waiter.reject(error);
      waiters.clear();
    },
  };
}
