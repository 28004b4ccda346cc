/** What a till asks the server for, other than by its queue. */
import { customers } from '@evertill/contract';
import type { Registration, SyncEngine } from '@evertill/sync';
import type { Office, Standing } from '../app/office.ts';
import { answered } from './log-in.ts';
import type { LogIn } from './log-in.ts';

const FOUND_MAX = 20;

export interface BrowserOfficeParts {
  readonly engine: SyncEngine;
  readonly logIn: LogIn;
  readonly registration: Registration | null;
  readonly onEnrolled: (registration: Registration) => void;
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
    findCustomers: (text) =>
      answered(async () => {
        await logIn.ready();
        const question = { search: text, limit: FOUND_MAX };
        const { items } = await logIn.client.call(customers.listCustomers, question);
        return items.map(({ customerId, name, phone }) => ({ customerId, name, phone }));
      }),
  };
}
