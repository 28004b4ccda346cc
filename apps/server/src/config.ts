/**
 * The only place where a deployment differs from another: environment variables become values.
 * Nothing else in the server looks at the environment, or asks which topology it runs in.
 */
import { isModuleName, moduleNames, modulePorts } from '@evertill/kernel';
import type { ModuleName } from '@evertill/kernel';
import { homedir } from 'node:os';
import path from 'node:path';

export interface Config {
  /** Where everything of this installation lives that is not in the database. */
  readonly home: string;
  /** Absent: the server runs a PostgreSQL of its own in its home. */
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  /** A port nobody asked for may move when it is taken. */
  readonly mayPortMove: boolean;
  readonly modules: readonly ModuleName[];
  readonly peerUrls: Readonly<Partial<Record<ModuleName, string>>>;
  readonly peerSecret: string | undefined;
  readonly connectionsMax: number;
  readonly logLevel: string;
  readonly logTo: 'file' | 'stdout';
  readonly metricsToken: string | undefined;
  /** Payments may be collected that are none; whoever takes real money leaves it off. */
  readonly isPaymentSimulated: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const PORT_DEFAULT = 8000;

/** A wrong setting, told in words to whoever set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readConfig(
  environment: Environment,
  wanted: { readonly modules?: readonly string[]; readonly port?: string } = {},
): Config {
  const modules = modulesOf(wanted.modules ?? []);
  const alone = modules.length === 1 ? modules[0] : undefined;
  const portText = wanted.port ?? environment['PORT'];
  const databaseUrl = given(environment['DATABASE_URL']);
  return {
    home: path.resolve(given(environment['EVERTILL_HOME']) ?? path.join(homedir(), '.evertill')),
    databaseUrl,
    host: given(environment['HOST']) ?? 'localhost',
    port: portText === undefined ? defaultPort(alone) : portOf(portText),
    mayPortMove: portText === undefined,
    modules,
    peerUrls: peerUrlsOf(environment, modules),
    peerSecret: given(environment['EVERTILL_PEER_SECRET']),
    connectionsMax: wholeOf(environment, 'EVERTILL_CONNECTIONS', 10),
    logLevel: given(environment['LOG_LEVEL']) ?? 'info',
    logTo: environment['EVERTILL_LOG'] === 'stdout' ? 'stdout' : 'file',
    metricsToken: given(environment['EVERTILL_METRICS_TOKEN']),
    isPaymentSimulated: environment['EVERTILL_PAYMENT_SIMULATOR'] === 'on',
  };
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
