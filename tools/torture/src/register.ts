/**
 * A register under load: a queue in order, sent until each answer echoes id and hash.
 *
 *   make ──▶ queue ──push──▶ answer lost, 5xx, nothing ──▶ the same again
 *                      └──▶ settled as expected ──▶ written to the log, out of the queue
 *
 * Ids and bodies are fixed when made and never change. How many go together does.
 */
import { makeRefund, makeSale, readResults } from '@evertill/rig';
import type {
  Answer,
  Call,
  Dice,
  Operation,
  RegisterPass,
  Request,
  Result,
  Shop,
  Sold,
} from '@evertill/rig';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AckLog } from './ack-log.ts';
import { asExpected, oddOnes, plainly } from './odd-operations.ts';
import type { Expectation } from './odd-operations.ts';
import { probes } from './probes.ts';
import { leaseRequest, loneRequest, pushRequest } from './register-requests.ts';
import type { Pass } from './register-requests.ts';
import type { Traffic } from './traffic.ts';

/** A register's own mistakes, planted: no server can make up for them, but they have to be seen. */
export type Habit = 'makes a new id for each attempt';

export interface RegisterNeeds {
  readonly call: Call;
  readonly shop: Shop;
  readonly dice: Dice;
  readonly acks: AckLog;
  readonly traffic: Traffic;
  readonly longSales: number;
  /** How often what it makes, and what it asks, is not in order. */
  readonly oddness?: { readonly odd: number; readonly probe: number };
  readonly habit?: Habit | undefined;
  /** A token of somebody in another shop. */
  readonly stranger?: (() => string) | undefined;
  /** Flags that may stand at anything in this run. */
  readonly tolerated?: ReadonlySet<string>;
  /** How wrong its clock is. */
  readonly wrongMs?: number;
}

const BATCH_MAX = 20;
const ANSWER_LOST = 0.01;
const ALONE = 0.15;
const REFUND = 0.1;
const usualOddness = { odd: 0.05, probe: 0.05 };
const SOLD_REMEMBERED_MAX = 200;
const nothing: ReadonlySet<string> = new Set();

export class Register {
  readonly pass: RegisterPass;
  /** Everything ever made, for the oracle. */
  readonly made: Operation[] = [];
  readonly queue: Operation[] = [];
  readonly #needs: RegisterNeeds;
  readonly #sold: Sold[] = [];
  readonly #expected = new Map<string, Expectation>();
  #seq = 0;
  #fencing: number | undefined;
  #isSelling = true;
  #isOn = true;
  #lastAcked: Operation | undefined;
  #lastSale: Operation | undefined;

  constructor(pass: RegisterPass, needs: RegisterNeeds) {
    this.pass = pass;
    this.#needs = needs;
  }

  /** Sells and pushes until told to stop. */
  async run(): Promise<void> {
    const { dice, oddness = usualOddness } = this.#needs;
    while (this.#isOn) {
      if (this.#isSelling && this.queue.length < BATCH_MAX) this.#makeSome();
      const isGood = this.queue.length === 0 || (await this.#sendSome());
      if (isGood && dice.chance() < oddness.probe) await this.#probe();
      await sleep(isGood ? dice.between(0, 15) : dice.between(10, 60));
    }
  }

  /** From now on only what is queued is sent. */
  stopSelling(): void {
    this.#isSelling = false;
  }

  turnOff(): void {
    this.#isOn = false;
  }

  #makeSome(): void {
    const { dice, shop, oddness = usualOddness, wrongMs = 0 } = this.#needs;
    for (let count = dice.between(1, BATCH_MAX); count > 0; count -= 1) {
      const { registerId, epoch } = this.pass;
      const head = { registerId, epoch, seq: this.#seq + 1 };
      const isRefund = dice.chance() < REFUND;
      const sold = isRefund ? this.#takeSold() : undefined;
      const operation =
        (dice.chance() < oddness.odd ? this.#makeOdd(head) : undefined) ??
        (sold === undefined ? this.#makeSale(head) : makeRefund(shop, dice, head, sold));
      const occurredAt = new Date(Date.now() + wrongMs).toISOString();
      this.#seq += 1;
      this.made.push({ ...operation, occurredAt });
      this.queue.push({ ...operation, occurredAt });
    }
  }

  #makeSale(head: Pick<Operation, 'registerId' | 'epoch' | 'seq'>): Operation {
    const { dice, longSales, shop } = this.#needs;
    const { operation, sold } = makeSale(shop, dice, head, dice.chance() < longSales);
    if (this.#sold.length < SOLD_REMEMBERED_MAX) this.#sold.push(sold);
    this.#lastSale = operation;
    return operation;
  }

  /** Taken out, so that no line is ever given back twice by mistake. */
  #takeSold(): Sold | undefined {
    return this.#sold.splice(this.#needs.dice.between(0, this.#sold.length - 1), 1)[0];
  }

  #makeOdd(head: Pick<Operation, 'registerId' | 'epoch' | 'seq'>): Operation | undefined {
    const { dice, shop, traffic } = this.#needs;
    const { make, name } = dice.pick(oddOnes);
    const takeSold = () => this.#takeSold();
    const odd = make({ shop, dice, head, lastSale: this.#lastSale, takeSold });
    if (odd === undefined) return undefined;
    traffic.tally(name);
    this.#expected.set(odd.operation.id, odd.expectation);
    return odd.operation;
  }

  #pass(fencing: number): Pass {
    return { ...this.pass, token: this.#needs.shop.token(), fencing };
  }

  /** False when it is better to wait a little before the next attempt. */
  async #sendSome(): Promise<boolean> {
    const { dice, traffic } = this.#needs;
    const fencing = this.#fencing ?? (await this.#lease());
    const [first] = this.queue;
    if (fencing === undefined || first === undefined) return false;
    const pass = this.#pass(fencing);
    // What is not booked is no answer of a request that carries it alone, but a refusal.
    const isAlone = dice.chance() < ALONE && this.#expectation(first).outcome === 'APPLIED';
    const sent = this.queue.slice(0, isAlone ? 1 : dice.between(1, BATCH_MAX));
    const request = isAlone ? loneRequest(pass, first) : pushRequest(pass, sent);
    const answer = await this.#send(request);
    if (answer === 'no answer' || answer.status >= 500) this.#giveIn(sent);
    if (answer === 'no answer') return false;
    if (dice.chance() < ANSWER_LOST) {
      traffic.answersLost += 1;
      return true;
    }
    return this.#take(sent, answer);
  }

  /** What a bad register does when it heard nothing. */
  #giveIn(sent: readonly Operation[]): void {
    const { habit } = this.#needs;
    if (habit !== 'makes a new id for each attempt') return;
    const renewed = sent.map((operation) => ({ ...operation, id: randomUUID() }));
    this.queue.splice(0, sent.length, ...renewed);
    this.made.push(...renewed);
  }

  /** Counts what is under way, and mends what a new token mends. */
  async #send(request: Request): Promise<Answer | 'no answer'> {
    const { call, shop, traffic } = this.#needs;
    traffic.inFlight += 1;
    const answer = await call(request);
    traffic.inFlight -= 1;
    if (answer === 'no answer' || answer.status >= 500) traffic.interrupted += 1;
    if (answer !== 'no answer' && answer.status === 401) await shop.renew(request.token ?? '');
    return answer;
  }

  async #lease(): Promise<number | undefined> {
    const answer = await this.#send(leaseRequest(this.#pass(0)));
    if (answer === 'no answer' || answer.status !== 200) return undefined;
    this.#fencing = (answer.body as { fencing: number }).fencing;
    return this.#fencing;
  }

  #take(sent: readonly Operation[], answer: Answer): boolean {
    const { acks, shop, traffic } = this.#needs;
    const results = readResults(answer);
    if (results.kind === 'later') {
      if (results.code === 'fencing_stale') this.#fencing = undefined;
      this.#noticeGap(results.code);
      return false;
    }
    if (results.kind === 'refused') {
      traffic.find('I12', `a good request was refused: ${results.text}`);
      return false;
    }
    const done = sent.slice(0, this.#countDone(sent, results.results));
    acks.write(
      done.map(({ id, kind, bodyHash, registerId, epoch, seq }, index) => ({
        tenant: shop.tenantId,
        id,
        kind,
        body_hash: bodyHash,
        register: registerId,
        epoch,
        seq,
        outcome: results.results[index]?.outcome ?? '',
      })),
    );
    this.queue.splice(0, done.length);
    this.#lastAcked = done.at(-1) ?? this.#lastAcked;
    return done.length === sent.length;
  }

  #expectation({ id }: Operation): Expectation {
    return this.#expected.get(id) ?? plainly;
  }

  /** How many from the front were settled as they should be. */
  #countDone(sent: readonly Operation[], results: readonly Result[]): number {
    const { traffic, tolerated = nothing } = this.#needs;
    for (const [index, operation] of sent.entries()) {
      const result = results[index];
      if (result === undefined || result.outcome === 'RETRY_LATER') {
        if (index === 0) this.#noticeGap(result?.code);
        return index;
      }
      const expected = this.#expectation(operation);
      const what = `operation ${operation.id}: ${JSON.stringify(result)}`;
      const isSettled = asExpected(result, expected, tolerated);
      if (!isSettled) {
        const isBooked = result.outcome === 'APPLIED' || result.outcome === 'DUPLICATE';
        const invariant = isBooked || expected !== plainly ? expected.invariant : 'I12';
        traffic.find(invariant, `not settled as it should be: ${what}`);
        return index;
      }
      if (result.id !== operation.id || result.hash !== operation.bodyHash) {
        traffic.find('I10', `an answer echoes another id or hash: ${what}`);
        return index;
      }
      traffic.acked += 1;
      if (result.outcome === 'DUPLICATE') traffic.replays += 1;
      else traffic.applied += 1;
    }
    return sent.length;
  }

  /** The first in our queue follows the last that was acknowledged: there can be no gap. */
  #noticeGap(code: string | undefined): void {
    if (code !== 'sequence_gap') return;
    const { registerId } = this.pass;
    const what = `the server misses what it had acknowledged to register ${registerId}`;
    this.#needs.traffic.find('I11', what);
  }

  /** Asks for what must be refused, and may change nothing. */
  async #probe(): Promise<void> {
    const { dice, shop, stranger, traffic } = this.#needs;
    const fencing = this.#fencing;
    const lastAcked = this.#lastAcked;
    if (lastAcked === undefined || fencing === undefined) return;
    const { name, invariant, ask, judge } = dice.pick(probes);
    const till = { pass: this.pass, fencing, lastAcked, token: shop.token() };
    const request = ask({ ...till, stranger: stranger?.() });
    const answer = request === undefined ? 'no answer' : await this.#send(request);
    const judgement = answer === 'no answer' ? 'unclear' : judge(answer);
    if (judgement === 'right') traffic.tally(name);
    if (typeof judgement === 'object') traffic.find(invariant, judgement.wrong);
  }
}
