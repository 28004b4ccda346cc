/**
 * The only place where a deployment differs from another: environment variables become values.
 * Nothing else in the server looks at the environment, or asks which topology it runs in.
 */
import type { KafkaSettings } from '@evertill/kafka';
import {
  isModuleName,
  moduleNames,
  modulePorts,
  rateDefaults,
  ratePolicies,
} from '@evertill/kernel';
import type { Allowance, Allowances, ModuleName } from '@evertill/kernel';
import type { RedisSettings } from '@evertill/redis';
import type { VaultSettings } from '@evertill/vault';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { ConfigError } from './config-error.ts';
import { readKafkaSettings } from './kafka-settings.ts';
import { readRedisSettings } from './redis-settings.ts';
import { withSecretFiles } from './secret-files.ts';
import { readTlsSettings } from './tls/settings.ts';
import type { TlsSettings } from './tls/settings.ts';
import { readTraceSettings } from './traces/settings.ts';
import type { TraceSettings } from './traces/settings.ts';
import { readKeyCache, readVaultSettings } from './vault-settings.ts';

export { ConfigError } from './config-error.ts';

export interface Config {
  /** Where everything of this installation lives that is not in the database. */
  readonly home: string;
  /** Absent: the server runs a PostgreSQL of its own in its home. */
  readonly databaseUrl: string | undefined;
  /** Past the pooler, where there is one: for what needs a session of its own. */
  readonly databaseDirectUrl: string | undefined;
  /** False where Vault lends the modules' log-ins, and nobody told us the owner's. */
  readonly hasOwner: boolean;
  /** A streaming replica, for reports that may be so old. */
  readonly replica: { readonly url: string; readonly lagMsMax: number } | undefined;
  /** Where our own PostgreSQL keeps its log, so that any moment can be put back. */
  readonly archive: string | undefined;
  readonly host: string;
  readonly port: number;
  /** A port nobody asked for may move when it is taken. */
  readonly mayPortMove: boolean;
  readonly modules: readonly ModuleName[];
  readonly peerUrls: Readonly<Partial<Record<ModuleName, string>>>;
  readonly peerSecret: string | undefined;
  readonly connectionsMax: number;
  /** Off behind a pooler that knows no prepared statements, as PgBouncer before 1.21. */
  readonly keepsStatements: boolean;
  readonly logLevel: string;
  readonly logTo: 'file' | 'stdout';
  readonly metricsToken: string | undefined;
  /** Payments may be collected that are none; whoever takes real money leaves it off. */
  readonly isPaymentSimulated: boolean;
  readonly tls: TlsSettings;
  /** Absent: what modules tell goes straight to those that listen. */
  readonly kafka: KafkaSettings | undefined;
  /** Absent: nobody is told how long anything took. */
  readonly traces: TraceSettings | undefined;
  /** Absent: every process counts for itself. */
  readonly redis: RedisSettings | undefined;
  /** Absent: keys stand in files of the home. */
  readonly vault: VaultSettings | undefined;
  /** Where what is sealed from now on has its key; what the other sealed still opens. */
  readonly keysIn: 'vault' | 'file';
  readonly keyCacheMs: number;
  /** How much may be asked for, by whom. */
  readonly allowances: Allowances;
  /** Whose word about the address of a caller is believed. */
  readonly trustedProxies: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const PORT_DEFAULT = 8000;

/** What may lie in a file that `NAME_FILE` names: whatever somebody could do harm with. */
export const secretNames = [
  'DATABASE_DIRECT_URL',
  'DATABASE_URL',
  'EVERTILL_METRICS_TOKEN',
  'EVERTILL_PEER_SECRET',
  'KAFKA_PASSWORD',
  'REDIS_URL',
] as const;

export function readConfig(
  told: Environment,
  wanted: { readonly modules?: readonly string[]; readonly port?: string } = {},
): Config {
  const environment = withSecretFiles(told, secretNames);
  const modules = modulesOf(wanted.modules ?? []);
  const alone = modules.length === 1 ? modules[0] : undefined;
  const portText = wanted.port ?? environment['PORT'];
  const databaseUrl = given(environment['DATABASE_URL']);
  const databaseDirectUrl = given(environment['DATABASE_DIRECT_URL']) ?? databaseUrl;
  const vault = readVaultSettings(environment);
  return {
    home: path.resolve(given(environment['EVERTILL_HOME']) ?? path.join(homedir(), '.evertill')),
    databaseUrl,
    databaseDirectUrl,
    hasOwner: hasOwner(vault, databaseDirectUrl),
    replica: replicaOf(environment),
    archive: archiveOf(environment),
    host: given(environment['HOST']) ?? 'localhost',
    port: portText === undefined ? defaultPort(alone) : portOf(portText),
    mayPortMove: portText === undefined,
    modules,
    peerUrls: peerUrlsOf(environment, modules),
    peerSecret: given(environment['EVERTILL_PEER_SECRET']),
    connectionsMax: wholeOf(environment, 'EVERTILL_CONNECTIONS', 10),
    keepsStatements: environment['EVERTILL_PREPARED_STATEMENTS'] !== 'off',
    logLevel: given(environment['LOG_LEVEL']) ?? 'info',
    logTo: environment['EVERTILL_LOG'] === 'stdout' ? 'stdout' : 'file',
    metricsToken: given(environment['EVERTILL_METRICS_TOKEN']),
    isPaymentSimulated: environment['EVERTILL_PAYMENT_SIMULATOR'] === 'on',
    tls: readTlsSettings(environment),
    kafka: readKafkaSettings(environment),
    traces: readTraceSettings(environment, alone),
    redis: readRedisSettings(environment),
    vault,
    keysIn: vault === undefined ? 'file' : 'vault',
    keyCacheMs: readKeyCache(environment),
    allowances: allowancesOf(environment),
    trustedProxies: proxiesOf(environment),
  };
}

/** Whoever stands in the URL is the owner; nobody has to, where Vault lends modules log-ins. */
function hasOwner(vault: VaultSettings | undefined, url: string | undefined): boolean {
  if (vault?.databaseMount === undefined) return true;
  if (url === undefined || !URL.canParse(url)) {
    throw new ConfigError('EVERTILL_VAULT_DATABASE needs DATABASE_URL, postgres://host/database.');
  }
  return new URL(url).username !== '';
}

function replicaOf(environment: Environment): Config['replica'] {
  const url = given(environment['DATABASE_REPLICA_URL']);
  const lagMsMax = wholeOf(environment, 'EVERTILL_REPLICA_LAG', 5) * 1000;
  return url === undefined ? undefined : { url, lagMsMax };
}

function archiveOf(environment: Environment): string | undefined {
  const archive = given(environment['EVERTILL_ARCHIVE']);
  if (archive === undefined) return undefined;
  // PostgreSQL and its shell read it as part of a command.
  if (/["'%$`\\\n]/.test(archive) && process.platform !== 'win32') {
    throw new ConfigError('EVERTILL_ARCHIVE is a folder without quotes, %, $ or backslashes.');
  }
  return path.resolve(archive);
}

function given(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

function defaultPort(alone: ModuleName | undefined): number {
  return alone === undefined ? PORT_DEFAULT : modulePorts[alone];
}

function modulesOf(names: readonly string[]): readonly ModuleName[] {
  if (names.length === 0) return moduleNames;
  return names.map((name) => {
    if (isModuleName(name)) return name;
    throw new ConfigError(`There is no module ${name}. There are: ${moduleNames.join(', ')}.`);
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigError(`${text} is not a port: a whole number from 0 to 65535 is.`);
  }
  return port;
}

function wholeOf(environment: Environment, name: string, fallback: number): number {
  const text = given(environment[name]);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new ConfigError(`${name} must be a whole number from 1, and is ${text}.`);
  }
  return value;
}

/** `EVERTILL_LIMIT_CALLER=5000/10`: units in so many seconds; or `off`. */
function allowancesOf(environment: Environment): Allowances {
  return Object.fromEntries(
    ratePolicies.flatMap((policy) => {
      const name = `EVERTILL_LIMIT_${policy.toUpperCase()}`;
      const text = given(environment[name]);
      const allowance = text === undefined ? rateDefaults[policy] : allowanceOf(name, text);
      return allowance === undefined ? [] : [[policy, allowance]];
    }),
  );
}

function allowanceOf(name: string, text: string): Allowance | undefined {
  if (text === 'off') return undefined;
  const [, units, seconds] = /^([1-9][0-9]{0,8})\/([1-9][0-9]{0,4})$/.exec(text) ?? [];
  if (units === undefined) {
    throw new ConfigError(`${name} must be units/seconds, as 5000/10, or off, and is ${text}.`);
  }
  return { units: Number(units), seconds: Number(seconds) };
}

/** Addresses and networks, as `10.0.0.1, 192.168.0.0/16`. */
function proxiesOf(environment: Environment): readonly string[] {
  const text = given(environment['EVERTILL_TRUST_PROXY']) ?? '';
  const proxies = text.split(',').map((proxy) => proxy.trim());
  for (const proxy of proxies) {
    const [address = '', bits = '0'] = proxy.split('/', 2);
    const isRight = isIP(address) !== 0 && /^[0-9]{1,3}$/.test(bits) && Number(bits) <= 128;
    if (proxy !== '' && !isRight) {
      throw new ConfigError(`EVERTILL_TRUST_PROXY names addresses and networks, not ${proxy}.`);
    }
  }
  return proxies.filter((proxy) => proxy !== '');
}

/** Neighbours outside this process: as told, else on this machine at the port each has. */
function peerUrlsOf(environment: Environment, here: readonly ModuleName[]): Config['peerUrls'] {
  const elsewhere = moduleNames.filter((name) => !here.includes(name));
  return Object.fromEntries(
    elsewhere.map((name) => {
      const told = given(environment[`EVERTILL_PEER_${name.toUpperCase()}`]);
      return [name, told ?? `http://localhost:${modulePorts[name]}`];
    }),
  );
}
