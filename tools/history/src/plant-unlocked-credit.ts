/**
 * Loaded into the server before its own program, as a planted fault: who spends a store credit
 * reads it without holding it, and thinks a little before it is written down.
 */
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

const THOUGHT_MS = 40;

type Query = (this: pg.Client, text: unknown, ...words: unknown[]) => unknown;

const patched = pg.Client.prototype as unknown as { query: Query };
const { query: honest } = patched;

const isLock = (text: string): boolean =>
  text.includes('orders.store_credits') && text.includes('FOR NO KEY UPDATE');

patched.query = function unlocked(this: pg.Client, text, ...words) {
  const sql = typeof text === 'string' ? text : (text as { readonly text?: string } | null)?.text;
  if (sql === undefined || !isLock(sql)) return honest.call(this, text, ...words);
  const bare = sql.replace('FOR NO KEY UPDATE', '');
  const asked = typeof text === 'string' ? bare : { ...(text as object), text: bare };
  const answer = honest.call(this, asked, ...words);
  return answer instanceof Promise ? answer.finally(() => sleep(THOUGHT_MS)) : answer;
};
