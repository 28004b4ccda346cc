/** A register's queue: made, pushed, pushed again after no answer, at times once more. */
import { makeRefund, makeSale } from '@evertill/rig';
import type { Operation, RegisterPass, Sold } from '@evertill/rig';
import type { Answer } from './call.ts';
import type { Step } from './history.ts';
import { remember } from './stage.ts';
import type { Stage } from './stage.ts';
import { post, stockKey } from './teller.ts';
import type { Teller } from './teller.ts';

export interface Till {
  readonly pass: RegisterPass;
  seq: number;
  fencing: number | undefined;
  /** Not acknowledged yet. */
  queue: Operation[];
  /** Acknowledged last. */
  last: readonly Operation[];
  /** What this counter may take back. */
  readonly sold: Sold[];
  /** Sales that only the office gives money back of. */
  readonly office: Set<string>;
}

export function newTill(pass: RegisterPass): Till {
  return { pass, seq: 0, fencing: undefined, queue: [], last: [], sold: [], office: new Set() };
}

const BATCH_MAX = 5;
const REFUND = 0.15;
const OFFICE = 0.3;
const KNOWN_MAX = 40;

/** The list of all that a register ever sent. */
export const registerKey = ({ tag }: Stage, registerId: string): string =>
  `register ${tag} ${registerId}`;
export const refundsKey = ({ tag }: Stage, sale: string): string => `refunds ${tag} ${sale}`;

export async function sell(teller: Teller, till: Till): Promise<void> {
  if (till.queue.length === 0) make(teller, till);
  await push(teller, till, firstRun(till.queue));
}

/** Neighbouring sales are booked together; anything else alone. No more than that is promised. */
function firstRun(queue: readonly Operation[]): readonly Operation[] {
  const other = queue.findIndex(({ kind }) => kind !== 'sale');
  return other === -1 ? queue : queue.slice(0, Math.max(1, other));
}

/** What was acknowledged is sent again: the same answer, and nothing more. */
export async function replay(teller: Teller, till: Till): Promise<void> {
  if (till.last.length > 0 && till.queue.length === 0) await push(teller, till, till.last);
}

export async function takeLease(teller: Teller, { pass }: Till): Promise<number | undefined> {
  const { registerId, deviceKey } = pass;
  const answer = await post(teller, `/api/registers/${registerId}/lease/`, {
    role: 'cashier',
    registerKey: deviceKey,
    reads: ({ body }) => reachedIn(teller.stage, registerId, body),
  });
  return (answer?.body as { readonly fencing?: number } | undefined)?.fencing;
}

function make({ stage, dice }: Teller, till: Till): void {
  for (let count = dice.between(1, BATCH_MAX); count > 0; count -= 1) {
    till.seq += 1;
    const { registerId, epoch } = till.pass;
    const head = { registerId, epoch, seq: till.seq };
    const [sold] =
      dice.chance() < REFUND ? till.sold.splice(dice.between(0, till.sold.length - 1), 1) : [];
    if (sold !== undefined) {
      till.queue.push(makeRefund(stage.shop, dice, head, sold));
      continue;
    }
    const sale = makeSale(stage.shop, dice, head, false);
    till.queue.push(sale.operation);
    const { id } = sale.operation;
    const totalMinor = totalOf(stage, sale.operation);
    const known = { id, list: registerKey(stage, registerId), totalMinor };
    // Known before it is sent: others may look for it meanwhile.
    remember(stage.sales, known, KNOWN_MAX);
    if (dice.chance() < OFFICE) till.office.add(id);
    else remember(till.sold, sale.sold, KNOWN_MAX);
  }
}

const totalOf = (stage: Stage, { body }: Operation): number => stage.minor(String(body['total']));

async function push(teller: Teller, till: Till, operations: readonly Operation[]): Promise<void> {
  const { stage } = teller;
  const { registerId, epoch, deviceKey } = till.pass;
  till.fencing ??= await takeLease(teller, till);
  if (till.fencing === undefined) return;
  const answer = await post(teller, '/api/sync/push/', {
    role: 'cashier',
    registerKey: deviceKey,
    body: {
      register_id: registerId,
      epoch,
      fencing: till.fencing,
      operations: operations.map(({ seq, id, kind, occurredAt, body }) => {
        return { seq, id, kind, occurred_at: occurredAt, body };
      }),
    },
    writes: operations.flatMap((one) => effectsOf(stage, one)),
    changed: (given) => settledIn(given, operations).flatMap((one) => effectsOf(stage, one)),
    reads: ({ body }) => reachedIn(stage, registerId, body),
    mayBe: ['fencing_stale'],
  });
  if (answer === undefined) {
    till.fencing = undefined;
    return;
  }
  noticeOdd(teller, answer);
  const settled = new Set(settledIn(answer, operations));
  till.last = operations.filter((one) => settled.has(one));
  till.queue = till.queue.filter((one) => !settled.has(one));
  for (const one of settled) {
    if (!till.office.delete(one.id)) continue;
    const list = registerKey(stage, registerId);
    const known = { id: one.id, list, totalMinor: totalOf(stage, one) };
    remember(stage.officeSales, known, KNOWN_MAX);
  }
}

interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly flags: readonly string[];
}

const resultsOf = ({ body }: Answer): readonly Result[] =>
  (body as { readonly results: readonly Result[] }).results;

function settledIn(answer: Answer, operations: readonly Operation[]): Operation[] {
  const settled = new Set(
    resultsOf(answer)
      .filter(({ outcome }) => outcome === 'APPLIED' || outcome === 'DUPLICATE')
      .map(({ id }) => id),
  );
  return operations.filter(({ id }) => settled.has(id));
}

/** What a till of ours makes is good: it is booked, and nothing stands at it. */
function noticeOdd({ recorder, name }: Teller, answer: Answer): void {
  const good = new Set(['APPLIED', 'DUPLICATE', 'RETRY_LATER']);
  for (const result of resultsOf(answer)) {
    if (good.has(result.outcome) && result.flags.length === 0) continue;
    recorder.surprise(`${name} pushes: ${JSON.stringify(result)}`);
  }
}

function reachedIn(stage: Stage, registerId: string, body: unknown): Step[] {
  const { last_seq: number } = body as { readonly last_seq: number };
  return [{ kind: 'reached', list: registerKey(stage, registerId), number }];
}

/** Its place in the sequence at once; its stock later; the money that may go back of a sale. */
function effectsOf(stage: Stage, operation: Operation): Step[] {
  const { id, seq, kind, registerId, moves } = operation;
  const [main] = stage.locations;
  return [
    { kind: 'append', list: registerKey(stage, registerId), value: id, at: seq },
    ...moves.map(({ product, quantityMilli }, index): Step => {
      const counter = stockKey(stage, { product, location: main });
      const effect = `${id} ${index + 1}`;
      return { kind: 'add', counter, effect, by: quantityMilli, when: 'later' };
    }),
    ...(kind === 'sale'
      ? ([
          {
            kind: 'fund',
            budget: refundsKey(stage, id),
            effect: id,
            amount: totalOf(stage, operation),
          },
        ] as const)
      : []),
  ];
}
