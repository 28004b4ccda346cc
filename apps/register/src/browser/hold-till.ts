/** One tab sells at a time: two would pull the cart from each other's hands. */

const LOCK = 'evertill-till';

/** Whether this tab may sell. `onLost`: another one took over. */
export async function holdTill(locks: LockManager, onLost: () => void): Promise<boolean> {
  const held = Promise.withResolvers<boolean>();
  locks
    .request(LOCK, { ifAvailable: true }, (lock) => {
      held.resolve(lock !== null);
      return lock === null ? undefined : new Promise<never>(() => undefined);
    })
    .catch(onLost);
  return held.promise;
}

/**
 * Takes the till from the tab that has it, which then shows that it has it no more. It is held from
 * then on without a gap: let go for a moment, the other tab could have it back.
 */
export async function takeTill(locks: LockManager, onLost: () => void): Promise<void> {
  const held = Promise.withResolvers<undefined>();
  locks
    .request(LOCK, { steal: true }, () => {
      held.resolve(undefined);
      return new Promise<never>(() => undefined);
    })
    .catch(onLost);
  await held.promise;
}
