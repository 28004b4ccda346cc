/** What a till asks the server for, other than by its queue. */
import { customers, orders, rateWordsOf } from '@evertill/contract';
import type { OutputOf } from '@evertill/contract';
import { decimalOf, minorOf } from '@evertill/domain';
import type { Registration, SyncEngine } from '@evertill/sync';
import type { Office, Purchase, Standing } from '../app/office.ts';
import type { BrowserWorld } from './browser-world.ts';
import { answered } from './log-in.ts';
import type { LogIn } from './log-in.ts';

const FOUND_MAX = 20;
const PURCHASES_MAX = 5;
const ELSEWHERE_MAX = 50;
/** A leader stands at the till, and somebody waits. */
const WORD_WAIT_MS = 4_000;

export interface BrowserOfficeParts {
  readonly engine: SyncEngine;
  readonly logIn: LogIn;
  readonly registration: Registration | null;
  readonly onEnrolled: (registration: Registration) => void;
  readonly world: Pick<BrowserWorld, 'after'>;
  /** Of the shop; undefined before it is known. */
  readonly currency: () => string | undefined;
}

export function browserOffice(parts: BrowserOfficeParts): Office {
  const { engine, logIn, onEnrolled } = parts;
  let { registration } = parts;
  const listeners = new Set<() => void>();
  const standingNow = (): Standing => {
    return { registerName: registration?.name ?? null, isSignedIn: logIn.isSignedIn() };
  };
  let standing = standingNow();
  const tell = (): void => {
    standing = standingNow();
    for (const listener of listeners) listener();
  };
  logIn.subscribe(tell);
  return {
    standing: () => standing,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    enrol: async (code) => {
      const reply = await engine.enrol(code);
      if (reply.kind === 'refused') return { kind: 'refused', code: reply.code };
      if (reply.kind !== 'ok') return { kind: 'silent' };
      registration = reply.value;
      onEnrolled(reply.value);
      tell();
      return { kind: 'ok', value: { registerName: reply.value.name } };
    },
    logIn: async (given) => {
      const answer = await logIn.logIn(given);
      if (answer.kind === 'ok') engine.signedIn();
      return answer;
    },
    logOut: logIn.logOut,
    giveWord: giveWordOf(parts, () => registration?.deviceKey ?? ''),
    lastPurchases: (customer) =>
      answered(async () => {
        await logIn.ready();
        const question = { customer, limit: PURCHASES_MAX };
        const { items } = await logIn.client.call(orders.listSales, question);
        return items.map(purchaseOf);
      }),
    parkedElsewhere: () =>
      answered(async () => {
        await logIn.ready();
        const question = { limit: ELSEWHERE_MAX, ordering: '-seq' as const };
        const { items } = await logIn.client.call(orders.listParked, question);
        return items
          .filter(({ registerId }) => registerId !== registration?.registerId)
          .map(({ occurredAt, ...one }) => ({ ...one, atMs: Date.parse(occurredAt) }));
      }),
    publishRates: publishRatesOf(parts),
    findCustomers: findCustomersOf(parts),
  };
}

function silentAfter(
  { after }: Pick<BrowserWorld, 'after'>,
  waitMs: number,
): Promise<{ readonly kind: 'silent' }> {
  return new Promise((resolve) => {
    after(waitMs, () => resolve({ kind: 'silent' }));
  });
}

function purchaseOf(sale: OutputOf<typeof orders.listSales>['items'][number]): Purchase {
  const { salesHeaderId: saleId, receiptNumber, orderNumber, currency, totalPrice } = sale;
  return {
    saleId,
    receiptNumber: receiptNumber ?? orderNumber,
    atMs: Date.parse(sale.occurredAt),
    totalMinor: minorOf(totalPrice, currency) ?? 0,
    currency,
  };
}

function findCustomersOf({ logIn }: BrowserOfficeParts): Office['findCustomers'] {
  return (text) =>
    answered(async () => {
      await logIn.ready();
      const question = { search: text, limit: FOUND_MAX };
      const { items } = await logIn.client.call(customers.listCustomers, question);
      return items.map(({ customerId, name, phone }) => ({ customerId, name, phone }));
    });
}

function publishRatesOf({ logIn }: BrowserOfficeParts): Office['publishRates'] {
  return (rates) =>
    answered(async () => {
      await logIn.ready();
      await logIn.client.call(orders.publishRateSheet, { rates: rates.map(rateWordsOf) });
      return undefined;
    });
}

function giveWordOf(
  { logIn, world, currency }: BrowserOfficeParts,
  deviceKey: () => string,
): Office['giveWord'] {
  return ({ amountMinor, ...question }) => {
    const ask = answered(async () => {
      await logIn.ready();
      const money = decimalOf(amountMinor, currency() ?? 'XXX');
      const { token } = await logIn.client.call(
        orders.giveApprovalByPin,
        { ...question, amountMax: money },
        { registerKey: deviceKey() },
      );
      return { token };
    });
    return Promise.race([ask, silentAfter(world, WORD_WAIT_MS)]);
  };
}
