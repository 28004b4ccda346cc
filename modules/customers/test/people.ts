/** What tests of customers have in common: asking, and looking past the walls. */
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
