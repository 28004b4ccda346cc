/** A real Vault with a folder of its own, for tests: killed, sealed, paused, policies in force. */
import { freePort } from '@evertill/postgres';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { engineProcess } from './engine-process.ts';
import type { EngineProcess } from './engine-process.ts';

export interface VaultServer extends EngineProcess {
  readonly address: string;
  readonly folder: string;
  readonly seal: () => Promise<void>;
  readonly unseal: () => Promise<void>;
  /** As root; the body of the answer. */
  // Tests look into answers freely; what they find there is what they assert.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly ask: (method: string, path: string, body?: object) => Promise<any>;
  /** Ours, by AppRole, whose tokens live so many seconds; `prefix` as of an installation. */
  readonly settings: (seconds?: number, prefix?: string) => Promise<AppRoleSettings>;
  readonly remove: () => Promise<void>;
}

/** What `@evertill/vault` is opened with. */
interface AppRoleSettings {
  readonly address: string;
  readonly namespace: undefined;
  readonly login: {
    readonly kind: 'approle';
    readonly mount: string;
    readonly roleIdFile: string;
    readonly secretIdFile: string;
  };
  readonly authorityFile: undefined;
  readonly transitMount: string;
  readonly keyValueMount: string;
  readonly prefix: string;
  readonly deadlineMs: number;
}

const START_MS_MAX = 60_000;

/** What docs/guides/vault.md tells whoever sets it up; the tests hold us to it. */
const policyOf = (prefix: string): string => `
path "transit/keys/${prefix}-shop-*" { capabilities = ["create", "read", "update"] }
path "transit/encrypt/${prefix}-shop-*" { capabilities = ["update"] }
path "transit/decrypt/${prefix}-shop-*" { capabilities = ["update"] }
path "secret/data/${prefix}/*" { capabilities = ["create", "read", "update"] }
path "database/creds/${prefix}-*" { capabilities = ["read"] }
path "sys/leases/revoke" { capabilities = ["update"] }
`;

async function untilUp(child: ChildProcess, address: string): Promise<void> {
  const until = Date.now() + START_MS_MAX;
  for (;;) {
    const answer = await fetch(`${address}/v1/sys/seal-status`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (child.exitCode !== null || Date.now() > until) throw new Error('Vault did not start');
    await wait(20);
  }
}

/** It answers before all of it is there. */
async function untilUnsealed(address: string): Promise<void> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until) {
    const answer = await fetch(`${address}/v1/sys/health`);
    if (answer.status === 200) return;
    await wait(20);
  }
  throw new Error('Vault stays sealed');
}

/** Started, unsealed, with its engines; `scripts/bring-vault.mjs` says which program. */
export async function makeVaultServer(): Promise<VaultServer> {
  const program = process.env['EVERTILL_TEST_VAULT'];
  if (program === undefined) throw new Error('these tests are run by `npm run test:engines`');
  const folder = await mkdtemp(path.join(tmpdir(), 'evertill-vault-'));
  await mkdir(path.join(folder, 'data'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const { start, kill, pause, resume } = engineProcess(
    () => spawn(program, [`127.0.0.1:${port}`, path.join(folder, 'data')], { stdio: 'ignore' }),
    (child) => untilUp(child, address),
  );
  let [rootToken, unsealKey] = ['', ''];
  const ask: VaultServer['ask'] = async (method, route, body) => {
    const response = await fetch(`${address}/v1/${route}`, {
      method,
      headers: { 'x-vault-token': rootToken },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  const unseal = async (): Promise<void> => {
    await ask('PUT', 'sys/unseal', { key: unsealKey });
    await untilUnsealed(address);
  };
  await start();
  const made = await ask('PUT', 'sys/init', { secret_shares: 1, secret_threshold: 1 });
  [rootToken, unsealKey] = [made.root_token as string, made.keys_base64[0] as string];
  await unseal();
  await ask('POST', 'sys/mounts/transit', { type: 'transit' });
  await ask('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await ask('POST', 'sys/mounts/database', { type: 'database' });
  await ask('POST', 'sys/auth/approle', { type: 'approle' });
  return {
    address,
    folder,
    start: async () => {
      await start();
      await unseal();
    },
    kill,
    pause,
    resume,
    seal: () => ask('PUT', 'sys/seal') as Promise<void>,
    unseal,
    ask,
    settings: (seconds = 600, prefix = 'evertill') =>
      settingsFor({ address, folder, ask }, { seconds, prefix }),
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let roles = 0;

async function settingsFor(
  { address, folder, ask }: Pick<VaultServer, 'address' | 'folder' | 'ask'>,
  { seconds, prefix }: { readonly seconds: number; readonly prefix: string },
): Promise<AppRoleSettings> {
  roles += 1;
  await ask('PUT', `sys/policies/acl/${prefix}`, { policy: policyOf(prefix) });
  const role = `auth/approle/role/evertill-${roles}`;
  const life = { token_ttl: seconds, token_max_ttl: seconds * 2 };
  await ask('POST', role, { token_policies: [prefix], ...life });
  const { data: who } = await ask('GET', `${role}/role-id`);
  const { data: secret } = await ask('POST', `${role}/secret-id`, {});
  const roleIdFile = path.join(folder, `role-${roles}`);
  const secretIdFile = path.join(folder, `secret-${roles}`);
  await writeFile(roleIdFile, `${who.role_id as string}\n`);
  await writeFile(secretIdFile, `${secret.secret_id as string}\n`, { mode: 0o600 });
  return {
    address,
    namespace: undefined,
    login: { kind: 'approle', mount: 'approle', roleIdFile, secretIdFile },
    authorityFile: undefined,
    transitMount: 'transit',
    keyValueMount: 'secret',
    prefix,
    deadlineMs: 5_000,
  };
}
