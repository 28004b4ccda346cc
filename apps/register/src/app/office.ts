/** What a till asks the server for, other than by its queue. Each may find nobody there. */
import type { ForeignRate } from '@evertill/domain';
import type { CartCustomer } from '../till/cart.ts';
import type { WordAction } from '../till/leaders-words.ts';

export type OfficeAnswer<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  /** A no, by its code in the contract. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Nobody answered, or somebody who is not the server. */
  | { readonly kind: 'silent' };

export interface Enrolled {
  readonly registerName: string;
}

export interface LogIn {
  readonly phoneNumber: string;
  readonly password: string;
  /** The second factor, where one is asked for. */
  readonly code?: string;
}

/** Something that was bought, as a list tells of it. */
export interface Purchase {
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly atMs: number;
  readonly totalMinor: number;
  readonly currency: string;
}

/** What the server parked of another till of the shop. */
export interface ParkedElsewhere {
  readonly id: string;
  readonly registerName: string;
  /** As the server calls it. */
  readonly kind: string;
  readonly code: string;
  readonly detail: string;
  readonly atMs: number;
}

/** A leader's word on one operation, by PIN. */
export interface WordQuestion {
  readonly approver: string;
  readonly pin: string;
  readonly action: WordAction;
  readonly subject: string;
  readonly amountMinor: number;
  readonly reason: string;
}

/** Which device this is, and whether the server knows who speaks for it. */
export interface Standing {
  readonly registerName: string | null;
  readonly isSignedIn: boolean;
}

export interface Office {
  readonly standing: () => Standing;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Exchanges a one-time code for what makes this device a register. */
  readonly enrol: (code: string) => Promise<OfficeAnswer<Enrolled>>;
  readonly logIn: (logIn: LogIn) => Promise<OfficeAnswer<{ readonly personId: string }>>;
  readonly logOut: () => Promise<void>;
  /** Asked while a customer waits: it soon says that nobody answers. */
  readonly giveWord: (question: WordQuestion) => Promise<OfficeAnswer<{ readonly token: string }>>;
  /** What somebody bought last, newest first. */
  readonly lastPurchases: (customerId: string) => Promise<OfficeAnswer<readonly Purchase[]>>;
  /** For who is signed in and may know; a no for everybody else. */
  readonly parkedElsewhere: () => Promise<OfficeAnswer<readonly ParkedElsewhere[]>>;
  /** Which other currencies the shop takes in cash from now on; for who is signed in and leads. */
  readonly publishRates: (rates: readonly ForeignRate[]) => Promise<OfficeAnswer<undefined>>;
  readonly findCustomers: (text: string) => Promise<OfficeAnswer<readonly CartCustomer[]>>;
}
