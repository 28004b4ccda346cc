/**
 * A server in the rig's own world: the same program, that can be told to die at a point, and whose
 * clock can be moved while it runs. The real server has neither, whatever its settings are.
 *
 *   RIG_DIE_AT   {"point": …, "where": part of where it is, "times": at the how many-th time}
 *   RIG_DIED     the file in which it says, just before, where it dies
 *   RIG_CLOCK    the file that holds how many milliseconds its clock is wrong
 */
import type { Reached } from '@evertill/kernel';
import { realWorld } from '@evertill/kernel';
import { readConfig, serveUntilStopped } from '@evertill/server';
import { appendFileSync } from 'node:fs';
import type { DeathWish } from './death-wish.ts';
import { wrongClock } from './wrong-clock.ts';

const { RIG_DIE_AT: wish, RIG_DIED: note, RIG_CLOCK: clockFile } = process.env;

if (clockFile !== undefined) wrongClock(clockFile);
const reached = wish === undefined ? () => undefined : dieAt(JSON.parse(wish) as DeathWish);
await serveUntilStopped(readConfig(process.env, { modules: [] }), { ...realWorld(), reached });

function dieAt({ point, where, times }: DeathWish): Reached {
  let left = times;
  return (reachedPoint, reachedWhere) => {
    if (reachedPoint !== point || !reachedWhere.includes(where)) return;
    left -= 1;
    if (left > 0) return;
    const place = `${reachedPoint} ${reachedWhere.replaceAll(/\s+/g, ' ')}`;
    if (note !== undefined) appendFileSync(note, `${place}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
}
