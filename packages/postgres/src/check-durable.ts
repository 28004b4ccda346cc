/** Asks the running server itself whether it keeps what it acknowledges. */
import type pg from 'pg';
import { PostgresFault } from './fault.ts';

const required = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'];

export async function checkDurable(client: pg.Client): Promise<void> {
  const text = 'SELECT name, setting FROM pg_settings WHERE name = ANY($1)';
  const { rows } = await client.query<{ name: string; setting: string }>(text, [required]);
  const off = required.filter((name) => rows.find((row) => row.name === name)?.setting !== 'on');
  if (off.length === 0) return;
  const message = `PostgreSQL runs with ${off.join(', ')} off and could lose sales. Refused.`;
  throw new PostgresFault('not_durable', message);
}
