/**
 * Loaded into the server before its own program, as a planted fault: whoever reads one sale reads
 * it where it arrives a quarter of a second later.
 */
import pg from 'pg';

const LAG_MS = 250;

interface Result {
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
}
type Query = (this: pg.Client, ...words: unknown[]) => unknown;

const patched = pg.Client.prototype as unknown as { query: Query };
const { query: honest } = patched;

patched.query = function lagging(this: pg.Client, ...words) {
  const answer = honest.apply(this, words);
  return answer instanceof Promise ? answer.then((result: Result) => withoutNew(result)) : answer;
};

/** Of what was read for somebody's eyes: `receipt_number` and `received_at` are both in it. */
function withoutNew(result: Result): Result {
  const { rows = [] } = result;
  if (rows.length !== 1) return result;
  const [row] = rows;
  const { received_at: at, receipt_number: receipt, sale_id: sale } = row ?? {};
  const isNew = at instanceof Date && Date.now() - at.getTime() < LAG_MS;
  return isNew && typeof receipt === 'string' && sale !== undefined
    ? { ...result, rows: [] }
    : result;
}
