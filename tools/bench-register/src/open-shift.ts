/** From a blank device to an open drawer, through the screens, as a cashier goes. */
import { callerOf, mustAnswer } from '@evertill/rig';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

const PIN = '2468';

interface Login {
  readonly phone_number: string;
  readonly password: string;
}

interface DemoTenant {
  readonly owner: Login;
  readonly cashier: Login;
}

interface ListedPerson {
  readonly user_client_id: string;
  readonly client_name: string;
  readonly phone_number: string;
}

export async function openShift(stage: Stage, page: Page): Promise<void> {
  const { code, cashier, name } = await prepare(stage);
  await page.goto(`${stage.front.url}/register/`);
  await page.getByLabel('One-time code').fill(code);
  await page.getByRole('button', { name: 'Enrol this device' }).click();
  await page.getByLabel('Phone number').fill(cashier.phone_number);
  await page.getByLabel('Password').fill(cashier.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('group', { name: `PIN of ${name}` }).focus();
  // As a person does: faster, and it is taken for a scanner.
  await page.keyboard.type(PIN, { delay: 80 });
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await page.getByLabel('Float').fill('1000');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pay' }).waitFor();
}

interface Prepared {
  readonly code: string;
  readonly cashier: Login;
  readonly name: string;
}

/** A PIN for the cashier, and a code for a till. */
async function prepare({ home, front }: Stage): Promise<Prepared> {
  const text = await readFile(path.join(home.home, 'demo.json'), 'utf8');
  const [tenant] = (JSON.parse(text) as { readonly tenants: readonly DemoTenant[] }).tenants;
  if (tenant === undefined) throw new Error('there is no demo shop');
  const call = callerOf(front.url);
  const { access: token } = await mustAnswer<{ readonly access: string }>(call, {
    ...{ method: 'POST', path: '/api/token/', body: tenant.owner },
  });
  const people = await mustAnswer<readonly ListedPerson[]>(call, {
    ...{ method: 'GET', path: '/api/clients/', token },
  });
  const person = people.find((one) => one.phone_number === tenant.cashier.phone_number);
  if (person === undefined) throw new Error('there is no cashier');
  await fetch(new URL(`/api/clients/${person.user_client_id}/set-pin/`, front.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pin: PIN }),
  });
  const made = await mustAnswer<{ readonly enrolment_code: string }>(call, {
    ...{ method: 'POST', path: '/api/registers/', token, body: { name: `Bench ${Date.now()} b` } },
  });
  return { code: made.enrolment_code, cashier: tenant.cashier, name: person.client_name };
}
