/**
 * A running server: PostgreSQL, migrations, modules, relays, the door.
 * Everything it starts, it stops.
 */
import {
  addNoticeStream,
  addPeerDoor,
  addServicePages,
  changeCertificate,
  makeLog,
  migrate,
  openDoor,
} from '@evertill/kernel';
import type { Log, World } from '@evertill/kernel';
import { openPostgres } from '@evertill/postgres';
import type { Postgres } from '@evertill/postgres';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { apiDocument, eventDocument } from './api-document.ts';
import { assemble } from './assemble.ts';
import type { Assembly } from './assemble.ts';
import { ConfigError } from './config.ts';
import type { Config } from './config.ts';
import { localSecret } from './local-secret.ts';
import { modules as entries } from './modules.ts';
import { addRegisterPages, registerFolder } from './register-pages.ts';
import { openSharedState } from './shared-state.ts';
import type { SharedState } from './shared-state.ts';
import { addStartPage } from './start-page.ts';
import type { CertificateSource } from './tls/certificate.ts';
import { hostNamesOf } from './tls/certificate.ts';
import { openCertificates } from './tls/open-certificates.ts';
import { refuseOpenHttp } from './tls/settings.ts';
import { openTraces } from './traces/open-traces.ts';

export interface Running {
  readonly url: string;
  readonly assembly: Assembly;
  readonly databaseUrl: string;
  readonly log: Log;
  readonly stop: () => Promise<void>;
}

export type Progress = (message: string) => void;

/** The logs of this process: into the home, unless somebody collects them from stdout. */
export function openLog(config: Config): Log {
  if (config.logTo === 'stdout') {
    return makeLog({ level: config.logLevel, destination: pino.destination(1) });
  }
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const dest = path.join(config.home, 'evertill.log');
  return makeLog({ level: config.logLevel, destination: pino.destination({ dest, mode: 0o600 }) });
}

export interface OpenDatabase {
  /** As the owner, where there is one, past any pooler. */
  readonly url: string;
  readonly postgres: Postgres | undefined;
}

/** The database this configuration means, as its owner: the one it names, or our own. */
export async function openDatabaseOf(
  config: Config,
  log: Log,
  onProgress: Progress,
): Promise<OpenDatabase> {
  const { databaseDirectUrl } = config;
  if (!config.hasOwner) {
    throw new ConfigError('This needs the owner of the database, by name in DATABASE_URL.');
  }
  if (databaseDirectUrl !== undefined) return { url: databaseDirectUrl, postgres: undefined };
  const { home, archive } = config;
  const postgres = await openPostgres({ home, archive, log, onProgress });
  return { url: postgres.url, postgres };
}

/** Everything short of the door: what commands that need no port use. */
export async function openAssembly(
  config: Config,
  world: World,
  onProgress: Progress,
): Promise<Omit<Running, 'url'>> {
  const log = openLog(config);
  const opened = await openDatabaseOf(config, log, onProgress);
  return assembleOver(opened, { config, world, log, onProgress });
}

interface Assembling {
  readonly config: Config;
  readonly world: World;
  readonly log: Log;
  readonly onProgress: Progress;
}

async function assembleOver(
  { url, postgres }: OpenDatabase,
  { config, world, log, onProgress }: Assembling,
): Promise<Omit<Running, 'url'>> {
  try {
    if (config.hasOwner) {
      await migrate({
        url,
        modules: Object.values(entries).map(({ migrations }) => migrations),
        now: world.clock.now(),
        randomness: world.randomness,
        onProgress,
      });
    }
    const peerSecret =
      config.peerSecret === undefined
        ? localSecret(config.home, world)
        : new TextEncoder().encode(config.peerSecret);
    const { traces, stop: stopTraces } = await openTraces(config.traces);
    const options = { config, world, log, databaseUrl: url, peerSecret };
    const assembly = await assemble({ ...options, ...(traces === undefined ? {} : { traces }) });
    return {
      assembly,
      databaseUrl: url,
      log,
      stop: async () => {
        await assembly.stop();
        await stopTraces();
        await postgres?.stop();
      },
    };
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
}

/** A server alone may be without the owner: `evertill migrate` was run by somebody who is not. */
async function openServer(
  config: Config,
  world: World,
  onProgress: Progress,
): Promise<Omit<Running, 'url'>> {
  const { databaseDirectUrl: url, hasOwner } = config;
  if (hasOwner || url === undefined) return openAssembly(config, world, onProgress);
  const log = openLog(config);
  return assembleOver({ url, postgres: undefined }, { config, world, log, onProgress });
}

export async function serve(config: Config, world: World, onProgress: Progress): Promise<Running> {
  refuseOpenHttp(config.host, config.tls);
  const opened = await openServer(config, world, onProgress);
  const { assembly, log } = opened;
  const { metrics } = assembly;
  const shared = await openSharedState({ config, world, log, metrics });
  let certificates: CertificateSource | undefined;
  try {
    certificates = await openCertificates({ config, world, log, onProgress });
    const app = await buildDoor(config, world, { ...opened, certificates, shared });
    const port = await listen(app, config);
    certificates?.watch((pair) => {
      changeCertificate(app, pair);
    });
    for (const relay of assembly.relays) relay.start();
    assembly.bus.start();
    assembly.chores.start();
    return {
      ...opened,
      url: `${originOf(certificates)}:${port}`,
      stop: async () => {
        await certificates?.stop();
        await app.close();
        shared.stop();
        await opened.stop();
      },
    };
  } catch (error) {
    await certificates?.stop();
    shared.stop();
    await opened.stop();
    throw error;
  }
}

function originOf(certificates: CertificateSource | undefined): string {
  if (certificates === undefined) return 'http://localhost';
  return `https://${hostNamesOf(certificates.current())[0] ?? 'localhost'}`;
}

type Behind = Pick<Running, 'assembly' | 'log'> & {
  readonly certificates: CertificateSource | undefined;
  readonly shared: SharedState;
};

type Door = ReturnType<typeof openDoor>;

async function buildDoor(
  config: Config,
  world: World,
  { assembly, log, certificates, shared }: Behind,
): Promise<Door> {
  const { dispatch, callers, metrics, inboxes, peers } = assembly;
  const operations = config.modules.flatMap((name) => entries[name].operations);
  const { limiter, notices } = shared;
  const { trustedProxies } = config;
  const behind = { world, log, metrics, dispatch, callers, operations };
  const tls = certificates === undefined ? {} : { tls: certificates.current() };
  const traces = assembly.traces === undefined ? {} : { traces: assembly.traces };
  const app = openDoor({ ...behind, ...tls, ...traces, limiter, notices, trustedProxies });
  addNoticeStream(app, { world, callers, limiter, notices });
  addPeerDoor(app, {
    limiter,
    world,
    log,
    tokens: peers,
    dispatch,
    inboxes,
    operationNames: new Set(operations.map(({ name }) => name)),
  });
  await addServicePages(app, {
    documents: { native: apiDocument('native'), nexis: apiDocument('nexis') },
    events: eventDocument(),
    metrics,
    metricsToken: config.metricsToken,
    isSafe: certificates !== undefined,
    findUnready: () => findUnready(assembly),
  });
  addStartPage(app);
  await addRegisterPages(app, registerFolder());
  return app;
}

async function findUnready({ databases }: Assembly): Promise<readonly string[]> {
  const checks = [...databases].map(async ([name, database]) => {
    const isUp = await database.call('SELECT 1', []).then(
      () => true,
      () => false,
    );
    return isUp ? [] : [`${name}: database`];
  });
  return (await Promise.all(checks)).flat();
}

const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

async function listen(app: Door, { host, port, mayPortMove }: Config): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (!mayPortMove) {
      throw new ConfigError(`Port ${port} is taken. Stop who has it, or set PORT to another.`);
    }
    await app.listen({ host, port: 0 });
  }
  const [address] = app.addresses();
  if (typeof address !== 'object') throw new Error('the door listens nowhere');
  return address.port;
}
