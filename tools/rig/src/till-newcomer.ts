/** What a till needs before anybody sells at it: a code to enrol by, and a cashier with a PIN. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { callerOf, mustAnswer } from './http-call.ts';
import { enrolDevice, enterPin, openDrawer, signIn } from './till-hands.ts';
import type { TillLogIn } from './till-hands.ts';

export interface Cashier extends TillLogIn {
  readonly name: string;
  readonly pin: string;
}

export interface TillWanted {
  /** The server's home, in which the demo shops say how to log in. */
  readonly home: string;
  readonly url: string;
  readonly registerName: string;
}

const PIN = '2468';

interface Login {
  readonly phone_number: string;
  readonly password: string;
}

interface ListedPerson {
  readonly user_client_id: string;
  readonly client_name: string;
  readonly phone_number: string;
}

/** From a blank device that shows the till to an open drawer, through the screens. */
export async function beginShift(page: Page, wanted: TillWanted): Promise<Cashier> {
  const { code, cashier } = await prepareTill(wanted);
  await enrolDevice(page, code);
  await signIn(page, cashier);
  await enterPin(page, cashier.name, cashier.pin);
  await openDrawer(page, '100');
  return cashier;
}

async function prepareTill({
  home,
  url,
  registerName,
}: TillWanted): Promise<{ readonly code: string; readonly cashier: Cashier }> {
  const text = await readFile(path.join(home, 'demo.json'), 'utf8');
  const { tenants } = JSON.parse(text) as {
    readonly tenants: readonly { readonly owner: Login; readonly cashier: Login }[];
  };
  const [tenant] = tenants;
  if (tenant === undefined) throw new Error('there is no demo shop');
  const call = callerOf(url);
  const { access: token } = await mustAnswer<{ readonly access: string }>(call, {
    ...{ method: 'POST', path: '/api/token/', body: tenant.owner },
  });
  const people = await mustAnswer<readonly ListedPerson[]>(call, {
    ...{ method: 'GET', path: '/api/clients/', token },
  });
  const person = people.find((one) => one.phone_number === tenant.cashier.phone_number);
  if (person === undefined) throw new Error('there is no cashier');
  await fetch(new URL(`/api/clients/${person.user_client_id}/set-pin/`, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pin: PIN }),
  });
  const made = await mustAnswer<{ readonly enrolment_code: string }>(call, {
    ...{ method: 'POST', path: '/api/registers/', token, body: { name: registerName } },
  });
  const { phone_number: phoneNumber, password } = tenant.cashier;
  const cashier = { phoneNumber, password, name: person.client_name, pin: PIN };
  return { code: made.enrolment_code, cashier };
}
