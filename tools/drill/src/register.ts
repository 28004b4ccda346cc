/**
 * A register as docs/decisions/0066 wants it: it keeps what was settled, hears at each lease and
 * push how far the server goes, and sends again what is missing there.
 */
import { makeRefund, makeSale, mustAnswer } from '@evertill/rig';
import type { Answer, Call, Dice, Operation, RegisterPass, Shop, Sold } from '@evertill/rig';

/** All that a register has on its disk. Copied, it can live through several restores. */
export interface Memory {
  pass: RegisterPass;
  fencing: number | undefined;
  /** The next number to be given. */
  next: number;
  /** Settled in this epoch, in the order of their numbers. */
  kept: Operation[];
  /** Settled in epochs before, in order. */
  archive: Operation[];
  /** To be sent, in the order of their numbers. */
  queue: Operation[];
  /** Came before the sale they speak of: they get another number when it is time to try again. */
  late: Late[];
}

interface Late {
  readonly operation: Operation;
  /** Not before. */
  readonly atMs: number;
}

export interface Counts {
  applied: number;
  duplicates: number;
  /** Settled before, and sent again since the server does not have it. */
  sentAgain: number;
  /** Came before the sale they speak of, and got another number. */
  renumbered: number;
  leasesLost: number;
  enrolments: number;
}

export interface Surroundings {
  readonly call: Call;
  readonly shop: Shop;
  readonly dice: Dice;
  /** What any register may take back. */
  readonly sold: Sold[];
  /** Gives this register a new life, as a person does with a code. */
  readonly enrol: (pass: RegisterPass, isKnown: boolean) => Promise<RegisterPass>;
}

/** A minute at a counter; here nobody waits so long. */
const LATE_MS = 250;
const LATE_MS_MAX = 8_000;
const BATCH_MAX = 20;
const MADE_MAX = 6;
const REFUND = 0.15;
const SOLD_MAX = 60;

export function newMemory(pass: RegisterPass): Memory {
  return { pass, fencing: undefined, next: 1, kept: [], archive: [], queue: [], late: [] };
}

export class Register {
  readonly memory: Memory;
  readonly counts: Counts = {
    applied: 0,
    duplicates: 0,
    sentAgain: 0,
    renumbered: 0,
    leasesLost: 0,
    enrolments: 0,
  };
  /** What must not be, in words. */
  readonly findings: string[] = [];
  readonly #at: Surroundings;

  constructor(memory: Memory, at: Surroundings) {
    this.memory = memory;
    this.#at = at;
  }

  sell(): void {
    const { dice, shop, sold } = this.#at;
    for (let count = dice.between(1, MADE_MAX); count > 0; count -= 1) {
      const head = this.#nextHead();
      // Taken out, so that no line is ever given back twice.
      const [back] =
        dice.chance() < REFUND && sold.length > 0
          ? sold.splice(dice.between(0, sold.length - 1), 1)
          : [];
      if (back !== undefined) {
        this.memory.queue.push(makeRefund(shop, dice, head, back));
        continue;
      }
      const made = makeSale(shop, dice, head, false);
      this.memory.queue.push(made.operation);
      this.#hopes.set(made.operation.id, made.sold);
    }
  }

  /** Sales become known to other registers when the server has them. */
  readonly #hopes = new Map<string, Sold>();

  #nextHead(): Pick<Operation, 'registerId' | 'epoch' | 'seq'> {
    const { pass, next: seq } = this.memory;
    this.memory.next += 1;
    return { registerId: pass.registerId, epoch: pass.epoch, seq };
  }

  get isDone(): boolean {
    return this.memory.queue.length + this.memory.late.length === 0;
  }

  /** Why it is not done, for whoever has to find out. */
  troubles(): string {
    const { queue, late, fencing = 'none' } = this.memory;
    const waiting = [...queue, ...late.map(({ operation }) => operation)].slice(0, 3);
    const first = waiting.map(({ seq, kind, id }) => `${kind} ${seq} ${id}`).join(', ');
    const odd = this.findings.slice(0, 3).join('; ');
    return `${queue.length} wait, ${late.length} later (${first}), fencing ${fencing}; ${odd}`;
  }

  /** Sends some of the queue; false when it is better to wait a little. */
  async send(): Promise<boolean> {
    const { memory } = this;
    this.#bringLate();
    if (memory.fencing === undefined && !(await this.#lease())) return false;
    const sent = memory.queue.slice(0, BATCH_MAX);
    if (sent.length === 0) return this.isDone;
    const { registerId, epoch, deviceKey } = memory.pass;
    const answer = await this.#at.call({
      method: 'POST',
      path: '/api/sync/push/',
      token: this.#at.shop.token(),
      registerKey: deviceKey,
      body: {
        register_id: registerId,
        epoch,
        fencing: memory.fencing,
        operations: sent.map(({ seq, id, kind, occurredAt, body }) => {
          return { seq, id, kind, occurred_at: occurredAt, body };
        }),
      },
    });
    if (answer === 'no answer' || answer.status >= 500) return false;
    if (answer.status !== 200) return this.#beRefused(answer);
    return this.#take(sent, answer.body as Pushed);
  }

  async #beRefused({ status, body }: Answer): Promise<boolean> {
    const { code = '' } = body as { readonly code?: string };
    if (status === 401) {
      await this.#at.shop.renew(this.#at.shop.token());
    } else if (code === 'fencing_stale') {
      this.counts.leasesLost += 1;
      this.memory.fencing = undefined;
    } else if (code === 'register_key_invalid' || code === 'epoch_stale' || code === 'not_found') {
      await this.beginAnew(code !== 'not_found');
    } else if (status !== 429) {
      this.findings.push(`refused: ${JSON.stringify(body)}`);
    }
    return false;
  }

  async #lease(): Promise<boolean> {
    const { registerId, deviceKey } = this.memory.pass;
    const answer = await this.#at.call({
      method: 'POST',
      path: `/api/registers/${registerId}/lease/`,
      token: this.#at.shop.token(),
      registerKey: deviceKey,
      body: {},
    });
    if (answer === 'no answer' || answer.status >= 500) return false;
    if (answer.status !== 200) return this.#beRefused(answer);
    const lease = answer.body as { readonly fencing: number; readonly last_seq: number };
    this.memory.fencing = lease.fencing;
    this.#follow(lease.last_seq);
    return true;
  }

  /** What the server does not have of what was settled goes back into the queue, in front. */
  #follow(lastSeq: number): void {
    const { memory } = this;
    if (lastSeq >= memory.next) this.findings.push(`the server is at ${lastSeq}: this is a copy`);
    const missing = memory.kept.filter(({ seq }) => seq > lastSeq);
    if (missing.length === 0) return;
    this.counts.sentAgain += missing.length;
    memory.kept = memory.kept.filter(({ seq }) => seq <= lastSeq);
    memory.queue = [...missing, ...memory.queue];
  }

  #take(sent: readonly Operation[], { last_seq: lastSeq, results }: Pushed): boolean {
    const { memory, counts } = this;
    for (const [index, operation] of sent.entries()) {
      const { id, outcome, code, body_hash: hash } = results[index] ?? none;
      if (outcome === 'RETRY_LATER') {
        this.#follow(lastSeq);
        return false;
      }
      if (id !== operation.id || hash !== operation.bodyHash) {
        this.findings.push(`an answer echoes another id or hash than that of ${operation.id}`);
      }
      memory.queue.shift();
      memory.kept.push(operation);
      if (code === 'sale_not_found') this.#putOff(operation);
      else if (outcome === 'APPLIED') counts.applied += 1;
      else if (outcome === 'DUPLICATE') counts.duplicates += 1;
      else this.findings.push(`not booked: ${operation.id} ${outcome} ${code ?? ''}`);
      this.#share(operation.id);
    }
    return true;
  }

  #share(id: string): void {
    const sold = this.#hopes.get(id);
    this.#hopes.delete(id);
    if (sold !== undefined && this.#at.sold.length < SOLD_MAX) this.#at.sold.push(sold);
  }

  /** The sale comes from another register, which has not sent it again yet. */
  #putOff(operation: Operation): void {
    this.counts.renumbered += 1;
    const tries = (this.#tries.get(operation.id) ?? 0) + 1;
    this.#tries.set(operation.id, tries);
    const atMs = performance.now() + Math.min(LATE_MS * 2 ** tries, LATE_MS_MAX);
    this.memory.late.push({ operation, atMs });
  }

  readonly #tries = new Map<string, number>();

  /** At the end of the queue, under the next number. */
  #bringLate(): void {
    const { memory } = this;
    const due = memory.late.filter(({ atMs }) => atMs <= performance.now());
    memory.late = memory.late.filter((one) => !due.includes(one));
    memory.queue.push(...due.map(({ operation }) => ({ ...operation, ...this.#nextHead() })));
  }

  /** A new epoch: everything that is kept, under new numbers, the oldest first. */
  async beginAnew(isKnown: boolean): Promise<void> {
    const { memory } = this;
    this.counts.enrolments += 1;
    memory.pass = await this.#at.enrol(memory.pass, isKnown);
    const late = memory.late.map(({ operation }) => operation);
    const all = [...memory.archive, ...memory.kept, ...memory.queue, ...late];
    const once = new Map(all.map((operation) => [operation.id, operation]));
    memory.next = 1;
    memory.fencing = undefined;
    memory.kept = [];
    memory.archive = [];
    memory.late = [];
    memory.queue = [...once.values()].map((one) => ({ ...one, ...this.#nextHead() }));
  }

  /** Given to another device, in order: what it had is settled, and stays in its memory. */
  async moveOn(): Promise<void> {
    const { memory } = this;
    memory.pass = await this.#at.enrol(memory.pass, true);
    memory.archive = [...memory.archive, ...memory.kept];
    memory.kept = [];
    memory.fencing = undefined;
    memory.next = 1;
    memory.queue = memory.queue.map((one) => ({ ...one, ...this.#nextHead() }));
  }
}

interface Pushed {
  readonly last_seq: number;
  readonly results: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly code?: string;
    readonly body_hash: string;
  }[];
}

const none = { id: '', outcome: 'none', code: undefined, body_hash: '' };

/** What a person does: a code for a register that is known, or a new register. */
export async function enrolAnew(
  call: Call,
  ownerToken: string,
  at: { readonly registerId: string; readonly isKnown: boolean; readonly name: string },
): Promise<RegisterPass> {
  const known = `/api/registers/${at.registerId}/enrolment-code/`;
  const { enrolment_code } = await mustAnswer<{ enrolment_code: string }>(call, {
    method: 'POST',
    path: at.isKnown ? known : '/api/registers/',
    token: ownerToken,
    body: at.isKnown ? {} : { name: at.name },
  });
  const enrolled = await mustAnswer<{ register_id: string; epoch: number; device_key: string }>(
    call,
    { method: 'POST', path: '/api/registers/enrol/', body: { enrolment_code } },
  );
  const { register_id: registerId, epoch, device_key: deviceKey } = enrolled;
  return { registerId, epoch, deviceKey };
}
