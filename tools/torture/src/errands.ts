/**
 * What the back office does meanwhile, so that every module has something to tell: goods come in,
 * products change their names, customers come and are forgotten, drawers are opened and counted,
 * orders are paid for by card, people log in.
 */
import { decimalOf } from '@evertill/domain';
import { makeRefund, makeSale, mustAnswer, withBody } from '@evertill/rig';
import type { Call, Dice, Operation, RegisterPass, Shop } from '@evertill/rig';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { leaseRequest, pushRequest } from './register-requests.ts';
import type { Pass } from './register-requests.ts';

/** Something that was acknowledged, by the table in which it has to be found. */
export interface Done {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

export interface OfficeNeeds {
  readonly call: Call;
  readonly shop: Shop;
  readonly dice: Dice;
}

const PAUSE_MS_MAX = 30;
/** As long as a server may take to come back. */
const TRIES_MAX = 900;

/** Runs its errands in a ring until told to stop. What failed on the way is left as it is. */
export class Office {
  readonly done: Done[] = [];
  /** How often all errands were run. */
  rounds = 0;
  readonly #needs: OfficeNeeds;
  readonly #drawer: Drawer;
  readonly #supplierId: string;
  #isOpen = true;

  private constructor(needs: OfficeNeeds, drawer: Drawer, supplierId: string) {
    this.#needs = needs;
    this.#drawer = drawer;
    this.#supplierId = supplierId;
  }

  /** Before any trouble: what it cannot do without has to be there. */
  static async open(needs: OfficeNeeds): Promise<Office> {
    const { call, shop } = needs;
    const pass = await shop.makeRegister(`Drawer ${randomUUID()}`);
    const { supplier_id: supplierId } = await mustAnswer<{ supplier_id: string }>(call, {
      method: 'POST',
      path: '/api/suppliers/',
      token: shop.ownerToken(),
      body: { name: `Traders ${randomUUID()}` },
    });
    return new Office(needs, new Drawer(pass, needs), supplierId);
  }

  close(): void {
    this.#isOpen = false;
  }

  async run(): Promise<void> {
    const errands = [
      () => this.#receiveGoods(this.#supplierId),
      () => this.#rename(),
      () => this.#meetSomebody(),
      () => this.#drawer.runShift(),
      () => this.#sellOnline(),
      () => this.#hire(),
      () => this.#comeBackIn(),
    ];
    for (let next = 0; this.#isOpen; next += 1) {
      this.rounds = Math.floor(next / errands.length);
      await errands[next % errands.length]?.().catch((error: unknown) => {
        if (!(error instanceof NotDone)) throw error;
      });
      await sleep(this.#needs.dice.between(0, PAUSE_MS_MAX));
    }
  }

  async #receiveGoods(supplier: string): Promise<void> {
    const { dice, shop } = this.#needs;
    const invoice_number = randomUUID();
    const header = await this.#make('/api/purchaseheaders/', 'purchase_header_id', {
      supplier,
      invoice_number,
    });
    const { product } = dice.pick(shop.goods);
    const line = await this.#make('/api/purchasedetails/', 'purchase_detail_id', {
      purchase_header: header,
      product,
      quantity: '100',
      price_per_unit: '1',
    });
    const note = await this.#make('/api/grnheaders/', 'grn_header_id', { purchase_header: header });
    for (let came = 0; came < 3; came += 1) {
      const quantity = String(dice.between(1, 20));
      const body = { grn_header: note, purchase_detail: line, quantity };
      const id = await this.#make('/api/grndetails/', 'grn_detail_id', body);
      this.done.push({ table: 'purchasing.goods_note_lines', column: 'line_id', id });
    }
  }

  async #rename(): Promise<void> {
    const { dice, shop } = this.#needs;
    const { product } = dice.pick(shop.goods);
    await this.#send('PATCH', `/api/products/${product}/`, { name: `A thing ${randomUUID()}` });
  }

  async #meetSomebody(): Promise<void> {
    const { dice } = this.#needs;
    const id = await this.#make('/api/customers/', 'customer_id', { name: 'Somebody' });
    this.done.push({ table: 'customers.customers', column: 'customer_id', id });
    if (dice.chance() < 0.5) return;
    await this.#send('POST', `/api/customers/${id}/erase/`, { reason: 'asked for it' });
  }

  async #sellOnline(): Promise<void> {
    const { dice, shop } = this.#needs;
    const { product: productId } = dice.pick(shop.goods);
    const id = await this.#make('/api/checkout/initialize/', 'sales_header_id', {
      items: [{ product_id: productId, qty: '1' }],
      payment_method: 'CARD',
    });
    const attempt = { sales_header: id, provider: 'SIMULATOR', method: 'CARD', account: 'approve' };
    await this.#send('POST', '/api/payment-attempts/', attempt);
  }

  async #hire(): Promise<void> {
    const digits = String(this.#needs.dice.between(1_000_000, 9_999_999));
    await this.#send('POST', '/api/clients/', {
      client_name: 'Somebody new',
      phone_number: `+4477${digits}`,
      password: randomUUID(),
      role: 'EMPLOYEE',
    });
  }

  /** Each log-in is told to the audit. */
  async #comeBackIn(): Promise<void> {
    const { shop } = this.#needs;
    await shop.renew(shop.ownerToken());
  }

  async #make(path: string, idName: string, body: Record<string, unknown>): Promise<string> {
    const made = (await this.#send('POST', path, body)) as Record<string, string>;
    return made[idName] ?? '';
  }

  async #send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<unknown> {
    const { call, shop } = this.#needs;
    const token = shop.ownerToken();
    const answer = await call({ method, path, token, body });
    if (answer !== 'no answer' && answer.status === 401) await shop.renew(token);
    if (answer !== 'no answer' && answer.status < 300) return answer.body;
    throw new NotDone(`${path}: ${JSON.stringify(answer)}`);
  }
}

/** Nobody knows whether it happened, or it was refused: the office goes on to something else. */
class NotDone extends Error {}

/** A register of its own, whose drawer is opened, sold from, taken back to and counted. */
class Drawer {
  readonly #pass: RegisterPass;
  readonly #needs: OfficeNeeds;
  #seq = 0;
  #fencing: number | undefined;

  constructor(pass: RegisterPass, needs: OfficeNeeds) {
    this.#pass = pass;
    this.#needs = needs;
  }

  /** The total that was counted is wrong, as it may be: what is expected the server has to know. */
  async runShift(): Promise<void> {
    const { dice, shop } = this.#needs;
    const { currency } = shop.book;
    const session = randomUUID();
    const amount = (minor: number): string => decimalOf(minor, currency);
    await this.#push('session_open', { session, currency, opening_float: amount(10_000) });
    const { operation, sold } = makeSale(shop, dice, this.#head(), false);
    await this.#push('sale', withBody(operation, { session }).body);
    const back = makeRefund(shop, dice, this.#head(), { ...sold, id: this.#lastId });
    await this.#push('refund', withBody(back, { session }).body);
    await this.#push('customer_create', { name: 'Somebody at the counter' });
    await this.#push('session_close', { session, closing_total: amount(10_000) });
  }

  #lastId = '';

  #head(): Pick<Operation, 'registerId' | 'epoch' | 'seq'> {
    return { ...this.#pass, seq: this.#seq + 1 };
  }

  /** The same again until it is settled. */
  async #push(kind: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const id = randomUUID();
    const occurredAt = new Date().toISOString();
    const operation = { ...this.#head(), id, kind, occurredAt, body } as unknown as Operation;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const outcome = await this.#try(operation);
      if (outcome !== undefined) {
        this.#seq += 1;
        this.#lastId = id;
        return;
      }
      await sleep(100);
    }
    throw new NotDone(`a ${kind} was not settled`);
  }

  async #try(operation: Operation): Promise<string | undefined> {
    const { call, shop } = this.#needs;
    const pass: Pass = { ...this.#pass, token: shop.token(), fencing: this.#fencing ?? 0 };
    if (this.#fencing === undefined) {
      const leased = await call(leaseRequest(pass));
      if (leased === 'no answer' || leased.status !== 200) return undefined;
      this.#fencing = (leased.body as { fencing: number }).fencing;
    }
    const answer = await call(pushRequest({ ...pass, fencing: this.#fencing }, [operation]));
    if (answer === 'no answer') return undefined;
    if (answer.status === 401) await shop.renew(pass.token);
    const { code, results } = answer.body as {
      code?: string;
      results?: readonly { outcome: string }[];
    };
    if (code === 'fencing_stale') this.#fencing = undefined;
    const outcome = results?.[0]?.outcome;
    return outcome === 'RETRY_LATER' ? undefined : outcome;
  }
}
