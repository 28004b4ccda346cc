/** The key files of an installation: readable by their owner, by nobody else, and not lost. */
import type pg from 'pg';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from './examine.ts';

const SEALING_KEYS = 'sealing-keys.json';
const isReadable: Readonly<Record<string, (text: string) => boolean>> = {
  'signing-keys.json': hasKeys,
  [SEALING_KEYS]: hasKeys,
  'customer-keys.json': hasKeys,
  'peer-secret': (text) => text.trim() !== '',
};

/** A file that is not there yet is made when it is first needed, unless something needs the old. */
export async function examineKeys(client: pg.Client, home: string): Promise<Finding[]> {
  const findings = Object.keys(isReadable).flatMap((name) => examineFile(home, name) ?? []);
  const sealed = await countSealed(client);
  const file = path.join(home, SEALING_KEYS);
  if (sealed === 0 || existsSync(file)) return findings;
  const what = 'what the database keeps sealed can be opened';
  const detail = `${file} is gone, and with it ${sealed} second factors: put it back from a backup`;
  return [...findings, { what, standing: 'ill', detail }];
}

function examineFile(home: string, name: string): Finding | undefined {
  const what = 'keys are readable by their owner alone';
  const file = path.join(home, name);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return undefined;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const detail = `${file} has mode ${(mode & 0o777).toString(8)}: chmod 600 it`;
    return { what, standing: 'ill', detail };
  }
  const trouble = troubleOf(file, name);
  if (trouble === undefined) return { what, standing: 'well', detail: file };
  const detail = `${file} ${trouble}: put it back from a backup`;
  return { what, standing: 'ill', detail };
}

function troubleOf(file: string, name: string): string | undefined {
  try {
    return isReadable[name]?.(readFileSync(file, 'utf8')) === true ? undefined : 'holds no key';
  } catch (error) {
    return `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no JSON'})`;
  }
}

function hasKeys(text: string): boolean {
  const { keys } = JSON.parse(text) as { keys?: unknown };
  return Array.isArray(keys) && keys.length > 0;
}

/**
 * None in a database that has no shape yet. Shop by shop: row security binds its owner, too, and
 * would hide them all in silence.
 */
async function countSealed(client: pg.Client): Promise<number> {
  const { rows: known } = await client.query<{ here: string | null }>(
    `SELECT to_regclass('auth.totp_secrets')::text AS here`,
  );
  if (known[0]?.here == null) return 0;
  const { rows: tenants } = await client.query<{ tenant_id: string }>(
    'SELECT tenant_id FROM auth.tenants',
  );
  let sealed = 0;
  for (const { tenant_id: tenantId } of tenants) {
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId]);
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM auth.totp_secrets
       WHERE tenant_id = $1 AND verified_at IS NOT NULL`,
      [tenantId],
    );
    sealed += rows[0]?.count ?? 0;
  }
  return sealed;
}
