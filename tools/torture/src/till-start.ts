/** Where a till is tortured, and how it becomes one: a shop, a code, a cashier with a PIN. */
import { callerOf, enrolDevice, enterPin, mustAnswer, openDrawer, signIn } from '@evertill/rig';
import type { ServerProcess } from '@evertill/rig';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Death } from './till-run.ts';
import type { Cashier } from './till-seller.ts';

export interface TillPlace {
  readonly server: ServerProcess;
  /** The server's. */
  readonly home: string;
  readonly profile: () => string;
  readonly logFile: string;
  /** Everything that had not reached the disk of the profile is gone. */
  readonly cutPower: Death;
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

/** From a blank device to an open drawer, through the screens. */
export async function enrolTill(page: Page, place: TillPlace): Promise<Cashier> {
  const { code, cashier } = await prepare(place);
  await enrolDevice(page, code);
  await signIn(page, cashier);
  await enterPin(page, cashier.name, cashier.pin);
  await openDrawer(page, '100');
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return cashier;
}

async function prepare({
  home,
  server,
}: TillPlace): Promise<{ readonly code: string; readonly cashier: Cashier }> {
  const text = await readFile(path.join(home, 'demo.json'), 'utf8');
  const { tenants } = JSON.parse(text) as {
    readonly tenants: readonly { readonly owner: Login; readonly cashier: Login }[];
  };
  const [tenant] = tenants;
  if (tenant === undefined) throw new Error('there is no demo shop');
  const call = callerOf(server.url);
  const { access: token } = await mustAnswer<{ readonly access: string }>(call, {
    ...{ method: 'POST', path: '/api/token/', body: tenant.owner },
  });
  const people = await mustAnswer<readonly ListedPerson[]>(call, {
    ...{ method: 'GET', path: '/api/clients/', token },
  });
  const person = people.find((one) => one.phone_number === tenant.cashier.phone_number);
  if (person === undefined) throw new Error('there is no cashier');
  await fetch(new URL(`/api/clients/${person.user_client_id}/set-pin/`, server.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pin: PIN }),
  });
  const made = await mustAnswer<{ readonly enrolment_code: string }>(call, {
    ...{ method: 'POST', path: '/api/registers/', token, body: { name: 'Torture till' } },
  });
  const { phone_number: phoneNumber, password } = tenant.cashier;
  const cashier = { phoneNumber, password, name: person.client_name, pin: PIN };
  return { code: made.enrolment_code, cashier };
}
