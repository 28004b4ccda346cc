/**
 * Puts a server together out of modules: databases, neighbours, relays, dispatch. It opens no port
 * and is what the server, the commands and the tests have in common.
 */
import { auth } from '@evertill/contract';
import { openKafkaBus } from '@evertill/kafka';
import {
  askAcross,
  directBus,
  inboxOf,
  makeCallers,
  makeChores,
  makeDispatch,
  makeMetrics,
  makeRelay,
  moduleUrl,
  noTraces,
  openDatabase,
  peerTokens,
  postsToPeers,
  tokenReader,
  traceparentFrom,
} from '@evertill/kernel';
import type {
  Ask,
  Bus,
  Callers,
  Chores,
  Context,
  Database,
  DatabaseOptions,
  Deliver,
  Dispatch,
  Log,
  Metrics,
  Module,
  ModuleName,
  PeerTokens,
  PostToPeer,
  Relay,
  TokenReader,
  Traces,
  World,
} from '@evertill/kernel';
import type { Config } from './config.ts';
import { openLogins } from './database-logins.ts';
import type { Logins } from './database-logins.ts';
import { openKeyKeeping } from './key-keeping.ts';
import type { KeyKeeping } from './key-keeping.ts';
import { modules as entries } from './modules.ts';

export interface Assembly {
  readonly modules: readonly Module[];
  readonly databases: ReadonlyMap<ModuleName, Database>;
  readonly inboxes: ReadonlyMap<ModuleName, Deliver>;
  readonly relays: readonly Relay[];
  readonly bus: Bus;
  readonly chores: Chores;
  readonly dispatch: Dispatch;
  readonly ask: Ask;
  readonly tokens: TokenReader;
  readonly callers: Callers;
  readonly peers: PeerTokens;
  readonly metrics: Metrics;
  /** Absent where nobody collects them. */
  readonly traces: Traces | undefined;
  readonly keeping: KeyKeeping;
  /** A context in which we ask on our own behalf, for a tenant or for none. */
  readonly ownContext: (tenantId: string | null) => Context;
  /** Carries every event to everybody who listens; for tests and commands. */
  readonly drain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface AssembleOptions {
  readonly config: Config;
  readonly world: World;
  readonly log: Log;
  /** The owner's URL, past any pooler; the modules' own logins are read from there. */
  readonly databaseUrl: string;
  readonly peerSecret: Uint8Array;
  readonly isOutputChecked?: boolean;
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
}

const OWN_CALL_MS = 60_000;

export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { config, world, log, traces = noTraces } = options;
  const metrics = makeMetrics();
  const peers = peerTokens(world, options.peerSecret);
  const ownContext = ownContextOf(world);
  const postToPeer = postsToPeers({ world, metrics, tokens: peers, urls: config.peerUrls, traces });
  const isLocal = (module: ModuleName): boolean => config.modules.includes(module);
  const ask = askAcross({ isLocal, dispatch: () => dispatch, postToPeer });
  const relays = new Map<ModuleName, Relay>();
  const keeping = await openKeyKeeping({ config, world, log, metrics });
  const logins = await openLogins({ config, vault: keeping.vault });
  const databases = await openDatabases({ ...options, metrics, relays, logins });
  const made = config.modules.map((name) => {
    const database = databaseOf(databases, name);
    return entries[name].make({ ...world, database, ask, log, metrics }, { ...config, keeping });
  });
  const { tokens, callers, dispatch } = entranceOf(made, { ...options, ask, ownContext });
  const inboxes = new Map(
    made.map((module): [ModuleName, Deliver] => {
      const database = databaseOf(databases, module.name);
      return [module.name, inboxOf({ module, database, world, log, metrics, traces })];
    }),
  );
  const bus =
    config.kafka === undefined
      ? directBus((name) => inboxes.get(name) ?? remoteInbox(postToPeer, ownContext, name))
      : await openKafkaBus({ settings: config.kafka, inboxes, world, log, metrics });
  const listTenants = async () => (await ask(auth.listTenants, ownContext(null), {})).tenantIds;
  const chores = makeChores({ modules: made, world, log, listTenants });
  for (const name of config.modules) {
    const database = databaseOf(databases, name);
    const consumers = bus.consumersOf(name);
    relays.set(name, makeRelay({ database, consumers, world, log, listTenants, traces }));
  }
  return {
    modules: made,
    databases,
    inboxes,
    relays: [...relays.values()],
    bus,
    chores,
    dispatch,
    ask,
    tokens,
    callers,
    peers,
    metrics,
    traces: options.traces,
    keeping,
    ownContext,
    ...carrying({ relays, bus, chores, databases, logins, keeping }),
  };
}

interface Carrying {
  readonly keeping: KeyKeeping;
  readonly relays: ReadonlyMap<ModuleName, Relay>;
  readonly bus: Bus;
  readonly chores: Chores;
  readonly databases: ReadonlyMap<ModuleName, Database>;
  readonly logins: Logins;
}

function carrying(all: Carrying): Pick<Assembly, 'drain' | 'stop'> {
  const { bus, chores, databases, logins, keeping } = all;
  const relays = [...all.relays.values()];
  return {
    drain: async () => {
      // What is told while something is carried has to be carried too: once more than modules.
      for (const _ of relays) {
        for (const relay of relays) await relay.drain();
        await bus.drain();
      }
    },
    stop: async () => {
      await chores.stop();
      await Promise.all(relays.map((relay) => relay.stop()));
      await bus.stop();
      await Promise.all([...databases.values()].map((database) => database.close()));
      await logins.stop();
      keeping.stop();
    },
  };
}

interface EntranceOptions extends AssembleOptions {
  readonly ask: Ask;
  readonly ownContext: Assembly['ownContext'];
}

/** Who comes in, and what they come to. */
function entranceOf(
  modules: readonly Module[],
  { world, log, ask, ownContext, isOutputChecked = false, traces = noTraces }: EntranceOptions,
): Pick<Assembly, 'tokens' | 'callers' | 'dispatch'> {
  const tokens = tokenReader(world, () => ask(auth.jwks, ownContext(null), {}));
  const callers = makeCallers({ world, tokens, ask, ownContext });
  const onRightsChanged = callers.forget;
  const dispatch = makeDispatch(modules, {
    ...{ world, log, isOutputChecked, onRightsChanged, traces },
  });
  return { tokens, callers, dispatch };
}

function ownContextOf({ clock, randomness }: World): Assembly['ownContext'] {
  return (tenantId) => ({
    tenantId,
    userId: null,
    roles: [],
    caller: 'peer',
    traceparent: traceparentFrom(undefined, randomness.bytes),
    registerKey: null,
    deadlineMs: clock.now().getTime() + OWN_CALL_MS,
  });
}

type OpenOptions = AssembleOptions & {
  readonly metrics: Metrics;
  readonly relays: ReadonlyMap<ModuleName, Relay>;
  readonly logins: Logins;
};

async function openDatabases(options: OpenOptions): Promise<Map<ModuleName, Database>> {
  const { config, world, log, metrics, relays, traces = noTraces } = options;
  const databases = new Map<ModuleName, Database>();
  for (const name of config.modules) {
    const database = openDatabase({
      ...(await wayIn(options, name)),
      schema: name,
      connectionsMax: config.connectionsMax,
      keepsStatements: config.keepsStatements,
      world,
      log,
      metrics,
      traces,
      onTold: (tenantId) => relays.get(name)?.wake(tenantId),
    });
    databases.set(name, database);
  }
  return databases;
}

/**
 * As the module's own role, whose password the owner reads in the database; or as whom Vault made
 * for it. A replica has the same ones.
 */
async function wayIn(
  { config, databaseUrl, logins }: OpenOptions,
  name: ModuleName,
): Promise<Pick<DatabaseOptions, 'url' | 'logins' | 'replica'>> {
  const { replica } = config;
  const at = config.databaseUrl ?? databaseUrl;
  const lent = logins.of(name);
  if (lent !== undefined) return { url: at, logins: lent, replica };
  const urlAt = (atUrl: string): Promise<string> => moduleUrl(databaseUrl, name, atUrl);
  return {
    url: await urlAt(at),
    replica: replica === undefined ? undefined : { ...replica, url: await urlAt(replica.url) },
  };
}

function databaseOf(databases: ReadonlyMap<ModuleName, Database>, name: ModuleName): Database {
  const database = databases.get(name);
  if (database === undefined) throw new Error(`no database for ${name}`);
  return database;
}

function remoteInbox(
  postToPeer: PostToPeer,
  ownContext: Assembly['ownContext'],
  module: ModuleName,
): Deliver {
  return async ({ tenantId, source, events }) => {
    const path = `/peer/events/${module}`;
    const context = ownContext(tenantId);
    // The relay itself comes again, at its own pace.
    await postToPeer({ module, path, context, body: { source, events }, isRepeatable: false });
  };
}
