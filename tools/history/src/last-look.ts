/** At the end, when all is at rest: every register's sequence, and what lies on the shelves. */
import type { Step } from './history.ts';
import { readGoodAt } from './mix-yard.ts';
import { registerKey } from './till.ts';
import type { Teller } from './teller.ts';

interface Numbered {
  readonly id: string;
  readonly registerId: string;
  readonly seq: number;
}

/** `registers` are those that sold. */
export async function lookAtAll(teller: Teller, registers: readonly string[]): Promise<void> {
  const { stage, recorder, name } = teller;
  const begin = performance.now();
  const sales = await readAll(teller, '/api/salesheaders/?limit=1000', 'sales_header_id');
  const refunds = await readAll(teller, '/api/sales-refunds/?limit=1000', 'refund_id');
  const byRegister = Map.groupBy([...sales, ...refunds], ({ registerId }) => registerId);
  const steps = registers.flatMap((register): Step[] => {
    const list = registerKey(stage, register);
    const found = byRegister.get(register) ?? [];
    return [
      { kind: 'list', list, values: found.map(({ id }) => id), isOrdered: false },
      { kind: 'numbers', list, numbers: found.map(({ seq }) => seq) },
    ];
  });
  const end = performance.now();
  recorder.history.push({
    name: `${name} reads all`,
    client: name,
    begin,
    end,
    outcome: 'done',
    steps,
  });
  for (const { product } of stage.shop.goods) await readGoodAt(teller, product, true);
}

/** Page by page; of counters, for what the server's own register sold is nobody's queue. */
async function readAll(teller: Teller, path: string, idField: string): Promise<Numbered[]> {
  const found: Numbered[] = [];
  for (let page: string | undefined = path; page !== undefined;) {
    const answer = await askPage(teller, page);
    for (const row of answer.rows) {
      const { [idField]: id, register_id: registerId, seq } = row;
      if (typeof id !== 'string' || typeof registerId !== 'string') continue;
      found.push({ id, registerId, seq: Number(seq) });
    }
    page = answer.next;
  }
  return found;
}

type Row = Readonly<Record<string, unknown>>;

async function askPage(
  { stage, recorder, name }: Teller,
  path: string,
): Promise<{ readonly rows: readonly Row[]; readonly next: string | undefined }> {
  const token = stage.token('owner');
  const answer = await recorder.ask({
    name: `${name} GET ${path}`,
    client: name,
    request: { method: 'GET', path, token },
  });
  if (answer === undefined) throw new Error(`no answer to the last look at ${path}`);
  return { rows: answer.body as readonly Row[], next: answer.next };
}
