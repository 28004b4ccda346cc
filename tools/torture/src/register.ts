/**
 * A register under load: a queue in order, sent until each answer echoes id and hash.
 *
 *   make ──▶ queue ──push──▶ answer lost, 5xx, nothing ──▶ the same again
 *                      └──▶ APPLIED or DUPLICATE ──▶ written to the log, out of the queue
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
import { setTimeout as sleep } from 'node:timers/promises';
import type { AckLog } from './ack-log.ts';
import type { Traffic } from './traffic.ts';

export interface RegisterNeeds {
  readonly call: Call;
  readonly shop: Shop;
  readonly dice: Dice;
  readonly acks: AckLog;
  readonly traffic: Traffic;
  readonly longSales: number;
}

const BATCH_MAX = 20;
const ANSWER_LOST = 0.01;
const ALONE = 0.15;
const REFUND = 0.1;
const FORGERY = 0.02;
const SOLD_REMEMBERED_MAX = 200;

export class Register {
  readonly pass: RegisterPass;
  /** Everything ever made, for the oracle. */
  readonly made: Operation[] = [];
  readonly queue: Operation[] = [];
  readonly #needs: RegisterNeeds;
  readonly #sold: Sold[] = [];
  #seq = 0;
  #fencing: number | undefined;
  #isSelling = true;
  #isOn = true;
  #lastAcked: Operation | undefined;

  constructor(pass: RegisterPass, needs: RegisterNeeds) {
    this.pass = pass;
    this.#needs = needs;
  }

  /** Sells and pushes until told to stop. */
  async run(): Promise<void> {
    const { dice } = this.#needs;
    while (this.#isOn) {
      if (this.#isSelling && this.queue.length < BATCH_MAX) this.#makeSome();
      const isGood = this.queue.length === 0 || (await this.#sendSome());
      if (isGood && this.#lastAcked !== undefined && dice.chance() < FORGERY) {
        await this.#forge(this.#lastAcked);
      }
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
    const { dice, longSales, shop } = this.#needs;
    for (let count = dice.between(1, BATCH_MAX); count > 0; count -= 1) {
      this.#seq += 1;
      const { registerId, epoch } = this.pass;
      const head = { registerId, epoch, seq: this.#seq };
      const isRefund = this.#sold.length > 0 && dice.chance() < REFUND;
      if (isRefund) {
        // Taken out, so that no line is ever given back twice.
        const [sold] = this.#sold.splice(dice.between(0, this.#sold.length - 1), 1);
        if (sold !== undefined) this.#enqueue(makeRefund(shop, dice, head, sold));
        continue;
      }
      const { operation, sold } = makeSale(shop, dice, head, dice.chance() < longSales);
      this.#enqueue(operation);
      if (this.#sold.length < SOLD_REMEMBERED_MAX) this.#sold.push(sold);
    }
  }

  #enqueue(operation: Operation): void {
    this.made.push(operation);
    this.queue.push(operation);
  }

  /** False when it is better to wait a little before the next attempt. */
  async #sendSome(): Promise<boolean> {
    const { dice, traffic } = this.#needs;
    if (this.#fencing === undefined && !(await this.#lease())) return false;
    const isAlone = dice.chance() < ALONE;
    const sent = this.queue.slice(0, isAlone ? 1 : dice.between(1, BATCH_MAX));
    const answer = await this.#send(isAlone ? this.#alone(sent) : this.#push(sent));
    if (answer === 'no answer') return false;
    if (dice.chance() < ANSWER_LOST) {
      traffic.answersLost += 1;
      return true;
    }
    return this.#take(sent, answer);
  }

  #push(operations: readonly Operation[]): Request {
    const { registerId, epoch } = this.pass;
    return this.#request('/api/sync/push/', {
      register_id: registerId,
      epoch,
      fencing: this.#fencing,
      operations: operations.map(({ seq, id, kind, occurredAt, body }) => {
        return { seq, id, kind, occurred_at: occurredAt, body };
      }),
    });
  }

  #alone([operation]: readonly Operation[]): Request {
    if (operation === undefined) throw new Error('nothing to send');
    const { registerId, epoch, seq, id, kind, occurredAt, body } = operation;
    return this.#request(kind === 'sale' ? '/api/sales/' : '/api/refunds/', {
      register_id: registerId,
      epoch,
      fencing: this.#fencing,
      seq,
      id,
      occurred_at: occurredAt,
      body,
    });
  }

  #request(path: string, body: unknown): Request {
    const token = this.#needs.shop.token();
    return { method: 'POST', path, token, registerKey: this.pass.deviceKey, body };
  }

  /** Counts what is under way, and mends what a new token or a new lease mends. */
  async #send(request: Request): Promise<Answer | 'no answer'> {
    const { call, shop, traffic } = this.#needs;
    traffic.inFlight += 1;
    const answer = await call(request);
    traffic.inFlight -= 1;
    if (answer === 'no answer' || answer.status >= 500) traffic.interrupted += 1;
    if (answer !== 'no answer' && answer.status === 401) await shop.renew(request.token ?? '');
    return answer;
  }

  async #lease(): Promise<boolean> {
    const path = `/api/registers/${this.pass.registerId}/lease/`;
    const answer = await this.#send(this.#request(path, {}));
    if (answer === 'no answer' || answer.status !== 200) return false;
    this.#fencing = (answer.body as { fencing: number }).fencing;
    return true;
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
    const outcomes = results.results.map(({ outcome }) => outcome);
    acks.write(
      done.map(({ id, kind, bodyHash, registerId, epoch, seq }, index) => ({
        tenant: shop.tenantId,
        id,
        kind,
        body_hash: bodyHash,
        register: registerId,
        epoch,
        seq,
        outcome: outcomes[index] === 'DUPLICATE' ? 'DUPLICATE' : 'APPLIED',
      })),
    );
    this.queue.splice(0, done.length);
    this.#lastAcked = done.at(-1) ?? this.#lastAcked;
    return done.length === sent.length;
  }

  /** How many from the front were acknowledged as they should be. */
  #countDone(sent: readonly Operation[], results: readonly Result[]): number {
    const { traffic } = this.#needs;
    for (const [index, operation] of sent.entries()) {
      const result = results[index];
      if (result === undefined || result.outcome === 'RETRY_LATER') {
        if (index === 0) this.#noticeGap(result?.code);
        return index;
      }
      const what = `operation ${operation.id}: ${JSON.stringify(result)}`;
      if (result.outcome !== 'APPLIED' && result.outcome !== 'DUPLICATE') {
        traffic.find('I12', `a good operation was not booked: ${what}`);
      } else if (result.id !== operation.id || result.hash !== operation.bodyHash) {
        traffic.find('I10', `an answer echoes another id or hash: ${what}`);
      } else {
        if (result.flags > 0) traffic.find('I03', `a good operation was flagged: ${what}`);
        traffic.acked += 1;
        if (result.outcome === 'APPLIED') traffic.applied += 1;
        else traffic.replays += 1;
        continue;
      }
      return index;
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

  /** A taken id comes again with another body: it has to be refused, and change nothing. */
  async #forge(operation: Operation): Promise<void> {
    const { traffic } = this.#needs;
    const body = { ...operation.body, note: 'another body under the same id' };
    const answer = await this.#send(this.#push([{ ...operation, body }]));
    if (answer === 'no answer') return;
    const results = readResults(answer);
    const [result] = results.kind === 'results' ? results.results : [];
    if (result?.outcome === 'CONFLICT') traffic.forgeriesRefused += 1;
    if (result?.outcome === 'APPLIED' || result?.outcome === 'DUPLICATE') {
      traffic.find('I10', `another body was taken for the id ${operation.id}: ${result.outcome}`);
    }
  }
}
