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
  openDatabase,
  peerTokens,
  postToPeer,
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
  Deliver,
  Dispatch,
  Log,
  Metrics,
  Module,
  ModuleName,
  PeerOptions,
  PeerTokens,
  Relay,
  TokenReader,
  World,
} from '@evertill/kernel';
import type { Config } from './config.ts';
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
}

const OWN_CALL_MS = 60_000;

export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { config, world, log } = options;
  const metrics = makeMetrics();
  const peers = peerTokens(world, options.peerSecret);
  const ownContext = ownContextOf(world);
  const peerOptions: PeerOptions = {
    world,
    tokens: peers,
    urls: config.peerUrls,
    isLocal: (module) => config.modules.includes(module),
    dispatch: () => dispatch,
  };
  const ask = askAcross(peerOptions);
  const relays = new Map<ModuleName, Relay>();
  const databases = await openDatabases({ ...options, metrics, relays });
  const made = config.modules.map((name) => {
    const database = databaseOf(databases, name);
    return entries[name].make({ ...world, database, ask, log, metrics }, config);
  });
  const { tokens, callers, dispatch } = entranceOf(made, { ...options, ask, ownContext });
  const inboxes = new Map(
    made.map((module): [ModuleName, Deliver] => {
      const database = databaseOf(databases, module.name);
      return [module.name, inboxOf({ module, database, world, log, metrics })];
    }),
  );
  const bus =
    config.kafka === undefined
      ? directBus((name) => inboxes.get(name) ?? remoteInbox(peerOptions, ownContext, name))
      : await openKafkaBus({ settings: config.kafka, inboxes, world, log, metrics });
  const listTenants = async () => (await ask(auth.listTenants, ownContext(null), {})).tenantIds;
  const chores = makeChores({ modules: made, world, log, listTenants });
  for (const name of config.modules) {
    const database = databaseOf(databases, name);
    const consumers = bus.consumersOf(name);
    relays.set(name, makeRelay({ database, consumers, world, log, listTenants }));
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
    ownContext,
    ...carrying({ relays, bus, chores, databases }),
  };
}

interface Carrying {
  readonly relays: ReadonlyMap<ModuleName, Relay>;
  readonly bus: Bus;
  readonly chores: Chores;
  readonly databases: ReadonlyMap<ModuleName, Database>;
}

function carrying(all: Carrying): Pick<Assembly, 'drain' | 'stop'> {
  const { bus, chores, databases } = all;
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
  { world, log, ask, ownContext, isOutputChecked = false }: EntranceOptions,
): Pick<Assembly, 'tokens' | 'callers' | 'dispatch'> {
  const tokens = tokenReader(world, () => ask(auth.jwks, ownContext(null), {}));
  const callers = makeCallers({ world, tokens, ask, ownContext });
  const onRightsChanged = callers.forget;
  const dispatch = makeDispatch(modules, { world, log, isOutputChecked, onRightsChanged });
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
};

async function openDatabases(options: OpenOptions): Promise<Map<ModuleName, Database>> {
  const { config, world, log, metrics, relays } = options;
  const databases = new Map<ModuleName, Database>();
  for (const name of config.modules) {
    const database = openDatabase({
      url: await moduleUrl(options.databaseUrl, name, config.databaseUrl),
      replica: await replicaOf(options, name),
      schema: name,
      connectionsMax: config.connectionsMax,
      keepsStatements: config.keepsStatements,
      world,
      log,
      metrics,
      onTold: (tenantId) => relays.get(name)?.wake(tenantId),
    });
    databases.set(name, database);
  }
  return databases;
}

/** Logged in with the module's own role: a replica has the same ones. */
async function replicaOf(
  { config: { replica }, databaseUrl }: AssembleOptions,
  name: ModuleName,
): Promise<Config['replica']> {
  if (replica === undefined) return undefined;
  return { ...replica, url: await moduleUrl(databaseUrl, name, replica.url) };
}

function databaseOf(databases: ReadonlyMap<ModuleName, Database>, name: ModuleName): Database {
  const database = databases.get(name);
  if (database === undefined) throw new Error(`no database for ${name}`);
  return database;
}

function remoteInbox(
  peerOptions: PeerOptions,
  ownContext: Assembly['ownContext'],
  module: ModuleName,
): Deliver {
  return async ({ tenantId, source, events }) => {
    const path = `/peer/events/${module}`;
    await postToPeer(peerOptions, {
      module,
      path,
      context: ownContext(tenantId),
      body: { source, events },
    });
  };
}
