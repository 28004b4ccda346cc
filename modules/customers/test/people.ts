/** What tests of customers have in common: asking, and looking past the walls. */
import { realWorld } from '@evertill/kernel';
import { readConfig, serve } from '@evertill/server';
import type { Running } from '@evertill/server';
import type { TestAnswer, TestRole, TestShop, TestTenant } from '@evertill/testing';

export interface Desk {
  readonly ask: (
    method: string,
    path: string,
    body?: object,
    role?: TestRole,
  ) => Promise<TestAnswer>;
  /** Makes a customer and answers its id. */
  readonly customer: (body?: object) => Promise<string>;
}

export function deskOf(
  { call }: Pick<TestShop, 'call'>,
  { tokens }: Pick<TestTenant, 'tokens'>,
): Desk {
  const ask: Desk['ask'] = (method, path, body, role = 'owner') =>
    call(method, path, { token: tokens[role], ...(body === undefined ? {} : { body }) });
  return {
    ask,
    customer: async (body = {}) => {
      const made = await ask('POST', '/api/customers/', { name: 'Somebody', ...body });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return made.body.customer_id as string;
    },
  };
}

let counted = 0;
/** A phone number that nobody has yet. */
export const freshPhone = (): string => `+2547${String((counted += 1)).padStart(8, '0')}`;

/** Another server of the same shop, with this home and everything written into its log. */
export async function serveFrom(
  shop: TestShop,
  home: string,
): Promise<{ readonly running: Running; readonly desk: Desk }> {
  const config = readConfig(
    {
      EVERTILL_HOME: home,
      DATABASE_URL: shop.running.databaseUrl,
      EVERTILL_CONNECTIONS: '4',
      PORT: '0',
      LOG_LEVEL: 'trace',
      EVERTILL_LIMIT_HEAVY: 'off',
    },
    {},
  );
  const running = await serve(config, realWorld(), () => undefined);
  const call: TestShop['call'] = async (method, route, { token, body } = {}) => {
    const response = await fetch(new URL(route, running.url), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed: unknown = text === '' ? '' : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed };
  };
  return { running, desk: deskOf({ call }, shop.tenants[0]) };
}
