/** A shop as all its clients share it: who they are, and what they meet on. */
import { callerOf as plainCallerOf, mustAnswer, openShop } from '@evertill/rig';
import type { Shop } from '@evertill/rig';
import { decimalOf, minorOf } from '@evertill/domain';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const roles = ['owner', 'manager', 'cashier'] as const;
export type Role = (typeof roles)[number];

/** A sale that somebody made, or is making. */
export interface KnownSale {
  readonly id: string;
  readonly list: string;
  readonly totalMinor: number;
}

export interface Yard {
  readonly product: string;
  readonly locations: readonly [string, string];
  uses: number;
}

export interface Drawer {
  readonly session: string;
  readonly register: string;
  readonly floatMinor: number;
  uses: number;
  isClosed: boolean;
}

export interface Credit {
  readonly id: string;
  readonly code: string;
  uses: number;
}

export interface Stage {
  /** Before every key, so that no shop is judged by another's. */
  readonly tag: string;
  readonly shop: Shop;
  readonly token: (role: Role) => string;
  readonly isOf: (token: string) => boolean;
  /** The token that goes on where this one ended. */
  readonly renew: (token: string) => Promise<string>;
  readonly amount: (minor: number) => string;
  readonly minor: (amount: string) => number;
  readonly locations: readonly [string, string];
  /** Lately sold; those of the office are never given back at a counter. */
  readonly sales: KnownSale[];
  readonly officeSales: KnownSale[];
  readonly yards: Yard[];
  readonly drawers: (Drawer | undefined)[];
  readonly drawerRegisters: readonly string[];
  readonly credits: Credit[];
  readonly signs: readonly { readonly product: string; readonly name: string }[];
}

interface Login {
  readonly phone_number: string;
  readonly password: string;
}

const DRAWERS = 2;
const SIGNS = 3;

export async function openStage(url: string, home: string, place: number): Promise<Stage> {
  const call = plainCallerOf(url);
  const shop = await openShop(call, home, place);
  const file = JSON.parse(await readFile(path.join(home, 'demo.json'), 'utf8')) as {
    readonly tenants: readonly Readonly<Record<Role, Login>>[];
  };
  const logIn = async (role: Role): Promise<string> => {
    const body = file.tenants[place]?.[role];
    const request = { method: 'POST', path: '/api/token/', body } as const;
    return (await mustAnswer<{ access: string }>(call, request)).access;
  };
  const tokens = new Map<Role, string>();
  const roleOf = new Map<string, Role>();
  const take = async (role: Role): Promise<string> => {
    const token = await logIn(role);
    tokens.set(role, token);
    roleOf.set(token, role);
    return token;
  };
  for (const role of roles) await take(role);
  const token = (role: Role): string => tokens.get(role) ?? '';
  const registers = await Promise.all(
    Array.from({ length: DRAWERS }, (_, index) => shop.makeRegister(`Drawer ${index + 1}`)),
  );
  return {
    tag: `shop${place}`,
    shop,
    token,
    isOf: (one) => roleOf.has(one),
    renew: async (ended) => {
      const role = roleOf.get(ended) ?? 'cashier';
      return tokens.get(role) === ended ? take(role) : token(role);
    },
    amount: (minor) => decimalOf(minor, shop.book.currency),
    minor: (amount) => minorOf(amount, shop.book.currency) ?? Number.NaN,
    locations: await twoLocations(call, token('owner')),
    sales: [],
    officeSales: [],
    yards: [],
    drawers: registers.map(() => undefined),
    drawerRegisters: registers.map(({ registerId }) => registerId),
    credits: [],
    signs: shop.goods.slice(0, SIGNS).map(({ product, name }) => ({ product, name })),
  };
}

/** The main one, where counters sell, and one more. */
async function twoLocations(
  call: ReturnType<typeof plainCallerOf>,
  token: string,
): Promise<readonly [string, string]> {
  const list = '/api/locations/';
  const found = await mustAnswer<{ location_id: string; is_main: boolean }[]>(call, {
    method: 'GET',
    path: list,
    token,
  });
  const main = found.find((one) => one.is_main)?.location_id ?? '';
  const made = await mustAnswer<{ location_id: string }>(call, {
    method: 'POST',
    path: list,
    token,
    body: { name: 'Back room', code: 'BACK' },
  });
  return [main, made.location_id];
}

/** Keeps the last of them. */
export function remember<T>(pool: T[], one: T, most: number): void {
  pool.push(one);
  if (pool.length > most) pool.shift();
}
