/** What those share who furnish a shop: how they ask, and how they name what they made. */
import type { TestShop, TestTenant } from '@evertill/testing';

export type Json = Record<string, unknown>;

/** Ids by what they are; `spare_…` are for what ends a thing. */
export type Things = Readonly<Record<string, string>>;

export interface Furnishing {
  readonly marker: string;
  readonly token: string;
  readonly shop: TestShop;
  readonly tenant: TestTenant;
  readonly post: (path: string, body?: Json) => Promise<Json>;
  readonly get: (path: string) => Promise<readonly Json[]>;
}

export const idOf = (made: Json, name: string): string => {
  const id = made[name];
  if (typeof id !== 'string') throw new Error(`no ${name} in ${JSON.stringify(made)}`);
  return id;
};
