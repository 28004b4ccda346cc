/**
 * A real server as a child of ours: started, killed without warning, started again.
 *
 * Only processes that we started, or that they started in our own home, are ever killed.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { postmasterOf } from './home.ts';
import type { Home } from './home.ts';

const ownProgram = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));
/** The server in the rig's own world, in which it can be told to die and what time it is. */
export const programInRig = fileURLToPath(new URL('./serve-in-rig.ts', import.meta.url));

const READY_MS_MAX = 120_000;
const LOOK_EVERY_MS = 10;
const STOP_MS_MAX = 20_000;

export interface ServerPlace {
  readonly home: Home;
  readonly port: number;
  /** Words for Node, before the program. */
  readonly nodeWords: readonly string[];
  /** Those it serves alone; all of them where none is named. */
  readonly modules?: readonly string[];
  /** Settings of the server beyond home and port. */
  readonly environment?: Environment;
  /** Instead of the server's own: one that serves in another world. */
  readonly program?: string;
}

export type Environment = Readonly<Record<string, string>>;

export class ServerProcess {
  readonly url: string;
  starts = 0;
  /** How often it ended without us. */
  deaths = 0;
  readonly #place: ServerPlace;
  readonly #words: number;
  #child: ChildProcess | undefined;

  constructor(place: ServerPlace) {
    this.#place = place;
    this.url = `http://127.0.0.1:${place.port}`;
    this.#words = openSync(path.join(place.home.root, 'server.log'), 'a', 0o600);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** What is given holds for this one start. */
  start(onlyNow: Environment = {}): void {
    this.starts += 1;
    const { home, port, nodeWords, environment = {}, program = ownProgram } = this.#place;
    const { modules = [] } = this.#place;
    this.#child = spawn(process.execPath, [...nodeWords, program, 'serve', ...modules], {
      stdio: ['ignore', this.#words, this.#words],
      env: {
        PATH: process.env['PATH'],
        HOME: home.root,
        EVERTILL_HOME: home.home,
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...environment,
        ...onlyNow,
      },
    });
  }

  /** Waits until it has ended by itself; false when it still runs after this time. */
  async untilEnded(limitMs: number): Promise<boolean> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return true;
    const ended = once(child, 'exit').then(() => true);
    return Promise.race([ended, sleep(limitMs, false, { ref: false })]);
  }

  /** Waits until the server says that it is ready; starts it again when it gives up. */
  async untilReady(): Promise<void> {
    const limit = Date.now() + READY_MS_MAX;
    while (!(await this.#isReady())) {
      if (Date.now() > limit) throw new Error(`no server within ${READY_MS_MAX} ms`);
      if (!this.isRunning) {
        this.deaths += 1;
        await sleep(100);
        this.start();
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(5_000);
      const response = await fetch(`${this.url}/health/ready`, { signal });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** kill -9. PostgreSQL stays, an orphan, for the next start to adopt. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** kill -9 of the postmaster. The server is to bring it back by itself. */
  async killPostgres(): Promise<number> {
    const limit = Date.now() + READY_MS_MAX;
    for (;;) {
      const pid = await postmasterOf(this.#place.home.home);
      if (pid !== undefined) {
        process.kill(pid, 'SIGKILL');
        return pid;
      }
      if (Date.now() > limit) throw new Error('there is no PostgreSQL to kill');
      await sleep(LOOK_EVERY_MS);
    }
  }

  async untilPostgresOtherThan(pid: number): Promise<void> {
    const limit = Date.now() + READY_MS_MAX;
    for (;;) {
      const found = await postmasterOf(this.#place.home.home);
      if (found !== undefined && found !== pid) return;
      if (Date.now() > limit) throw new Error('PostgreSQL was not brought back');
      if (!this.isRunning) {
        this.deaths += 1;
        this.start();
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** In good order: the server stops its PostgreSQL too. What does not stop is ended. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && this.isRunning) {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), sleep(STOP_MS_MAX, undefined, { ref: false })]);
    }
    await this.kill();
    const orphan = await postmasterOf(this.#place.home.home);
    if (orphan === undefined) return;
    process.kill(orphan, 'SIGQUIT');
    const limit = Date.now() + STOP_MS_MAX;
    while (Date.now() < limit && (await postmasterOf(this.#place.home.home)) === orphan) {
      await sleep(50);
    }
  }
}
