/** What the environment says about Vault, or OpenBao. */
import type { VaultLogin, VaultSettings } from '@evertill/vault';
import { ConfigError } from './config-error.ts';
import type { Environment } from './config.ts';

const KUBERNETES_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const DEADLINE_MS_DEFAULT = 2_000;
const DEADLINE_MS_MAX = 60_000;
const CACHE_SECONDS_DEFAULT = 600;
const CACHE_SECONDS_MAX = 24 * 3600;

/** Undefined without `VAULT_ADDR`. Throws a `ConfigError` in words for what cannot be meant. */
export function readVaultSettings(environment: Environment): VaultSettings | undefined {
  const address = given(environment, 'VAULT_ADDR');
  if (address === undefined) {
    if (given(environment, 'EVERTILL_VAULT_DATABASE') === undefined) return undefined;
    throw new ConfigError('EVERTILL_VAULT_DATABASE needs VAULT_ADDR: where Vault is.');
  }
  const protocol = URL.canParse(address) ? new URL(address).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new ConfigError(`VAULT_ADDR is https://host:port, and not ${address}.`);
  }
  return {
    address,
    namespace: given(environment, 'VAULT_NAMESPACE'),
    login: loginOf(environment),
    authorityFile: given(environment, 'VAULT_CACERT'),
    transitMount: pathOf(environment, 'EVERTILL_VAULT_TRANSIT', 'transit'),
    keyValueMount: pathOf(environment, 'EVERTILL_VAULT_KV', 'secret'),
    databaseMount:
      given(environment, 'EVERTILL_VAULT_DATABASE') === undefined
        ? undefined
        : pathOf(environment, 'EVERTILL_VAULT_DATABASE', 'database'),
    prefix: pathOf(environment, 'EVERTILL_VAULT_PREFIX', 'evertill'),
    deadlineMs: wholeOf(environment, {
      name: 'EVERTILL_VAULT_DEADLINE_MS',
      fallback: DEADLINE_MS_DEFAULT,
      max: DEADLINE_MS_MAX,
    }),
  };
}

/** How long shops' keys serve on in memory while what seals them is away. Milliseconds. */
export function readKeyCache(environment: Environment): number {
  const name = 'EVERTILL_KEY_CACHE_SECONDS';
  return (
    1_000 * wholeOf(environment, { name, fallback: CACHE_SECONDS_DEFAULT, max: CACHE_SECONDS_MAX })
  );
}

function loginOf(environment: Environment): VaultLogin {
  const [roleIdFile, secretIdFile] = [
    given(environment, 'VAULT_ROLE_ID_FILE'),
    given(environment, 'VAULT_SECRET_ID_FILE'),
  ];
  const role = given(environment, 'VAULT_KUBERNETES_ROLE');
  const tokenFile = given(environment, 'VAULT_TOKEN_FILE');
  const mountOr = (fallback: string): string => pathOf(environment, 'VAULT_AUTH_MOUNT', fallback);
  if (roleIdFile !== undefined && secretIdFile !== undefined) {
    return { kind: 'approle', mount: mountOr('approle'), roleIdFile, secretIdFile };
  }
  if (role !== undefined) {
    const file = given(environment, 'VAULT_KUBERNETES_TOKEN_FILE') ?? KUBERNETES_TOKEN;
    return { kind: 'kubernetes', mount: mountOr('kubernetes'), role, tokenFile: file };
  }
  if (tokenFile !== undefined) return { kind: 'token', tokenFile };
  throw new ConfigError(
    'VAULT_ADDR needs VAULT_ROLE_ID_FILE and VAULT_SECRET_ID_FILE, ' +
      'or VAULT_KUBERNETES_ROLE, or VAULT_TOKEN_FILE.',
  );
}

function given(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === undefined || value === '' ? undefined : value;
}

/** A part of a path at Vault. */
function pathOf(environment: Environment, name: string, fallback: string): string {
  const text = given(environment, name) ?? fallback;
  if (!/^[a-zA-Z0-9._-]+(\/[a-zA-Z0-9._-]+)*$/.test(text)) {
    throw new ConfigError(`${name} is a path of letters, digits, dots and dashes, not ${text}.`);
  }
  return text;
}

interface Whole {
  readonly name: string;
  readonly fallback: number;
  readonly max: number;
}

function wholeOf(environment: Environment, { name, fallback, max }: Whole): number {
  const value = Number(given(environment, name) ?? fallback);
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new ConfigError(`${name} is a whole number from 1 to ${max}.`);
  }
  return value;
}
