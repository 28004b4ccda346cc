/**
 * Stays with a server that is up: notices at once when it dies, tells, and brings it back.
 *
 *   watching ──connection lost──▶ down ──brought up──▶ watching
 *       └───────────stop()──────────┴──────▶ stopped
 *
 * It makes no difference who started the server. Every process that uses it watches it over one
 * idle connection; when it dies they take turns, the first one starts it and the rest adopt it.
 */
import type pg from 'pg';
import { bringUp } from './bring-up.ts';
import { connect } from './connect.ts';
import type { Context } from './context.ts';
import { PostgresFault } from './fault.ts';
import { tryExclusive, waitExclusive, type Lock } from './lock.ts';
import { countForeignSessions } from './other-users.ts';
import { stopPostmaster } from './postmaster.ts';
import { readRuntime } from './runtime-file.ts';
import { limitServerLog } from './server-log.ts';

export type DownListener = () => void;

const TURN_WAIT_MS = 180_000;
const STOP_TURN_WAIT_MS = 30_000;
const LOG_LOOK_EVERY_MS = 60_000;
const BACK_OFF_MIN_MS = 100;
const BACK_OFF_MAX_MS = 5_000;

export class Watch {
  readonly #context: Context;
  readonly #presence: Lock;
  readonly #ourName: string;
  readonly #listeners = new Set<DownListener>();
  readonly #logTimer: NodeJS.Timeout;
  #client: pg.Client | undefined;
  #mending: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  readonly #stopCalled = Promise.withResolvers<void>();

  constructor(context: Context, client: pg.Client, presence: Lock, ourName: string) {
    this.#context = { ...context, isCancelled: () => this.#stopping !== undefined };
    this.#presence = presence;
    this.#ourName = ourName;
    const { logFile } = context.places;
    this.#logTimer = setInterval(() => limitServerLog(logFile), LOG_LOOK_EVERY_MS);
    this.#logTimer.unref();
    this.#watch(client);
  }

  onDown(listener: DownListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #watch(client: pg.Client): void {
    this.#client = client;
    client.once('end', () => {
      if (this.#client !== client) return;
      this.#client = undefined;
      if (this.#stopping === undefined) this.#mending = this.#mend();
    });
  }

  async #mend(): Promise<void> {
    if (await this.#reconnect()) return;
    this.#context.log.warn({}, 'PostgreSQL is down, bringing it back');
    for (const listener of this.#listeners) listener();
    const { clock, log } = this.#context;
    let backOffMs = BACK_OFF_MIN_MS;
    while (this.#stopping === undefined) {
      try {
        await this.#bringBack();
        return;
      } catch (error) {
        // It may have been set while we waited, which the types cannot see.
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
        if (this.#stopping !== undefined) return;
        log.warn({ err: error, backOffMs }, 'PostgreSQL did not come back, trying again');
      }
      await Promise.race([clock.sleep(backOffMs), this.#stopCalled.promise]);
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_MAX_MS);
    }
  }

  /** Somebody may have ended our session only, which is no reason to alarm anybody. */
  async #reconnect(): Promise<boolean> {
    const runtime = readRuntime(this.#context.places.runtimeFile);
    if (runtime === undefined) return false;
    try {
      this.#watch(await connect(runtime));
      return true;
    } catch {
      return false;
    }
  }

  async #bringBack(): Promise<void> {
    const { clock, log, places } = this.#context;
    const turn = await waitExclusive(places.turnLock, clock, TURN_WAIT_MS);
    try {
      if (this.#stopping !== undefined) return;
      const { client, wasStarted } = await bringUp(this.#context, 'port_must_stay');
      this.#watch(client);
      log.info({ wasStarted }, 'PostgreSQL is back');
    } finally {
      turn.release();
    }
  }

  async #stop(): Promise<void> {
    clearInterval(this.#logTimer);
    this.#stopCalled.resolve();
    this.#listeners.clear();
    await this.#mending;
    const { clock, log, places } = this.#context;
    try {
      const turn = await waitExclusive(places.turnLock, clock, STOP_TURN_WAIT_MS);
      await this.#stopUnlessNeeded().finally(() => turn.release());
    } catch (error) {
      if (!(error instanceof PostgresFault) || error.code !== 'home_busy') throw error;
      // Whoever has the turn for so long is about to use the server, and will be the last one.
      log.warn({ err: error }, 'PostgreSQL is left to another process that is busy with it');
    } finally {
      this.#presence.release();
      await this.#leave();
    }
  }

  async #stopUnlessNeeded(): Promise<void> {
    this.#presence.release();
    const last = tryExclusive(this.#context.places.usersLock);
    try {
      const isNeeded = last === undefined || (await this.#hasForeignSessions());
      await this.#leave();
      if (!isNeeded) await stopPostmaster(this.#context);
      else this.#context.log.info({}, 'PostgreSQL is left running: others use it');
    } finally {
      last?.release();
    }
  }

  async #hasForeignSessions(): Promise<boolean> {
    if (this.#client === undefined) return false;
    try {
      return (await countForeignSessions(this.#context, this.#client, this.#ourName)) > 0;
    } catch {
      // It died this moment. There is nobody left to disturb.
      return false;
    }
  }

  async #leave(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}
