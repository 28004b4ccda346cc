/** A register's copy of what its shop's neighbours know, kept by pulling at an enrolled device. */
import { makeMetrics, moduleUrl, openDatabase, realWorld } from '@evertill/kernel';
import type { Database, ModuleName } from '@evertill/kernel';
import type { TestAnswer, TestShop, TestTenant } from '@evertill/testing';
import { expect } from 'vitest';
import type { Ask } from './asking.ts';

export interface Person {
  readonly user_client_id: string;
  readonly client_name: string;
  readonly role: string;
  readonly pin: { iterations: number; salt: string; verifier: string } | null;
}

export interface Level {
  readonly product: string;
  readonly location: string;
  readonly on_hand: string;
  readonly reserved: string;
}

export class RegisterCopy {
  cursor = '';
  pulls = 0;
  settings: Record<string, unknown> | null = null;
  readonly staff = new Map<string, Person>();
  readonly levels = new Map<string, Level>();
  readonly shop: TestShop;
  readonly tenant: TestTenant;
  readonly deviceKey: string | undefined;

  constructor(shop: TestShop, tenant: TestTenant, deviceKey?: string) {
    this.shop = shop;
    this.tenant = tenant;
    this.deviceKey = deviceKey;
  }

  ask(limit = 1000): Promise<TestAnswer> {
    const cursor = this.cursor === '' ? '' : `&cursor=${this.cursor}`;
    return this.shop.call('GET', `/api/sync/pull/?limit=${limit}${cursor}`, {
      token: this.tenant.tokens.cashier,
      ...(this.deviceKey === undefined ? {} : { headers: { 'x-register-key': this.deviceKey } }),
    });
  }

  async pull(limit = 1000): Promise<TestAnswer['body']> {
    const { status, body } = await this.ask(limit);
    if (status !== 200) throw new Error(JSON.stringify(body));
    this.pulls += 1;
    this.cursor = body.cursor as string;
    this.settings = body.settings ?? this.settings;
    for (const one of body.staff as Person[]) this.staff.set(one.user_client_id, one);
    for (const id of body.removed_staff as string[]) this.staff.delete(id);
    for (const one of body.stock_levels as Level[]) {
      this.levels.set(`${one.location} ${one.product}`, one);
    }
    return body;
  }

  async pullAll(limit = 1000): Promise<void> {
    while ((await this.pull(limit)).has_more === true);
  }

  levelOf(product: string): Level | undefined {
    return [...this.levels.values()].find((one) => one.product === product);
  }

  /** Other tests have transactions open in the same PostgreSQL, and a pull waits for the oldest. */
  until(isThere: () => boolean, limit = 2): Promise<unknown> {
    const look = async (): Promise<boolean> => {
      await this.pullAll(limit);
      return isThere();
    };
    return expect.poll(look, { timeout: 20_000, interval: 20 }).toBe(true);
  }
}

let hired = 0;

/** A new employee, by its id. */
export async function hireWith(ask: Ask, client_name: string): Promise<string> {
  hired += 1;
  const phone_number = `+99000000${String(hired).padStart(4, '0')}`;
  const body = { client_name, phone_number, role: 'EMPLOYEE', password: 'long enough 1' };
  return (await ask('POST', '/api/clients/', body)).body.user_client_id as string;
}

/** As a module itself writes: behind the wall, under its role. */
export async function moduleDatabase(
  shop: TestShop,
  module: ModuleName,
  connectionsMax: number,
): Promise<Database> {
  return openDatabase({
    url: await moduleUrl(shop.running.databaseUrl, module),
    ...{ schema: module, connectionsMax, world: realWorld(), metrics: makeMetrics() },
    keepsStatements: true,
    log: { warn: () => undefined },
    onTold: () => undefined,
  });
}
