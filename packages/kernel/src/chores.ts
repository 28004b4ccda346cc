/**
 * What a module does by itself, now and then, for every shop: ending reservations, cleaning up.
 *
 * Several servers may do the same chore at once, so each chore is safe to repeat and to overlap.
 */
import type { Log } from './log.ts';
import type { Chore, Module } from './module.ts';
import type { World } from './surroundings.ts';

export interface ChoresOptions {
  readonly modules: readonly Module[];
  readonly world: World;
  readonly log: Log;
  readonly listTenants: () => Promise<readonly string[]>;
}

export interface Chores {
  /** Does every chore now, for every shop, and waits for it; for tests and commands. */
  readonly doAll: () => Promise<void>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

export function makeChores(options: ChoresOptions): Chores {
  const { world, log, modules, listTenants } = options;
  const chores = modules.flatMap(({ name, chores = [] }) =>
    chores.map((chore) => ({ ...chore, name: `${name}.${chore.name}` })),
  );
  const calledOff: (() => void)[] = [];
  const running = new Set<Promise<void>>();
  let isStopped = false;

  const doOne = async (chore: Chore): Promise<void> => {
    for (const tenantId of await listTenants()) {
      if (isStopped) return;
      // One shop's trouble is not the others'.
      world.reached('chore.begun', chore.name);
      await chore.run(tenantId).catch((error: unknown) => {
        log.warn({ err: error, chore: chore.name, tenant_id: tenantId }, 'a chore failed');
      });
      world.reached('chore.done', chore.name);
    }
  };
  const repeat = (chore: Chore): void => {
    const place = calledOff.length;
    const next = (): void => {
      calledOff[place] = world.scheduler.after(chore.everyMs, () => {
        const run = doOne(chore)
          .catch((error: unknown) => {
            log.warn({ err: error, chore: chore.name }, 'a chore could not begin');
          })
          .finally(() => {
            running.delete(run);
            if (!isStopped) next();
          });
        running.add(run);
      });
    };
    next();
  };
  return {
    doAll: async () => {
      for (const chore of chores) await doOne(chore);
    },
    start: () => {
      for (const chore of chores) repeat(chore);
    },
    stop: async () => {
      isStopped = true;
      for (const callOff of calledOff) callOff();
      await Promise.all(running);
    },
  };
}
