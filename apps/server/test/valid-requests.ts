/**
 * One request to every operation that a furnished shop would grant: what the schema requires, in
 * the words that fit each field. An operation that wants more has a row in `wishes`.
 */
import { codecOf, wireName } from '@evertill/contract';
import type { JsonSchema, Operation } from '@evertill/contract';
import type { FurnishedShop, Json, Things } from './furnished-shop.ts';
import { wishes } from './request-wishes.ts';

export interface ValidRequest {
  readonly path: Things;
  /** Of a GET, the query. */
  readonly fields: Json;
  readonly headers: Readonly<Record<string, string>>;
}

/** Fields whose name does not say what they refer to. */
const aliases: Things = {
  user_client: 'tenant_id',
  opened_by: 'user_client_id',
  created_by: 'user_client_id',
  user: 'user_client_id',
  cashier: 'user_client_id',
  from_location: 'location_id',
  to_location: 'other_location',
  sales_refund: 'fact_header',
  sales_return: 'sales_return_id',
  subject: 'sales_header_id',
};

/** What a field of this name refers to in a furnished shop. */
export function thingOf(things: Things, name: string): string | undefined {
  return things[aliases[name] ?? ''] ?? things[name] ?? things[`${name}_id`];
}

let counted = 0;
const fresh = (): string => `X${(counted += 1)}`;

const words: Readonly<Record<string, () => unknown>> = {
  phone_number: () => `+3000000${String((counted += 1)).padStart(5, '0')}`,
  password: () => 'correct horse battery staple',
  pin: () => '7294',
  email: () => `someone${(counted += 1)}@shop.test`,
  role: () => 'EMPLOYEE',
  code: fresh,
  name: fresh,
  unit_name: fresh,
  sku: fresh,
  barcode: fresh,
};

function valueOf(name: string, schema: JsonSchema, things: Things): unknown {
  if (schema.format === 'uuid') return thingOf(things, name);
  const word = words[name]?.();
  if (word !== undefined) return word;
  const choices = schema['enum'] as readonly unknown[] | undefined;
  if (choices !== undefined) return choices[0];
  if (schema.format === 'decimal') return '1';
  if (schema.type === 'integer') return Math.max(1, Number(schema['minimum'] ?? 1));
  return fresh();
}

export function validRequest(operation: Operation, shop: FurnishedShop): ValidRequest {
  const { properties = {}, ...schema } = codecOf(operation.input).schema;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const wished = wishes[operation.name]?.(shop) ?? {};
  const all: Json = {};
  for (const [codeName, property] of Object.entries(properties)) {
    const name = wireName(codeName);
    if (Object.hasOwn(wished, name)) all[name] = wished[name];
    else if (required.has(codeName)) all[name] = valueOf(name, property, shop.things);
  }
  const inPath = [...(operation.http?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const pick = (isInPath: boolean): [string, unknown][] =>
    Object.entries(all).filter(([name]) => inPath.includes(name) === isInPath);
  const path = Object.fromEntries(pick(true).map(([name, value]) => [name, String(value)]));
  return { path, fields: Object.fromEntries(pick(false)), headers: headersOf(operation, shop) };
}

function headersOf({ http, name }: Operation, { register, things }: FurnishedShop): Things {
  if (http?.registerKey !== true) return {};
  const leased = things['leased_key'] ?? '';
  return { 'x-register-key': name === 'orders.lease' ? leased : register.deviceKey };
}

/** References that the schema takes and the valid request leaves out, by their wire names. */
export function optionalThings(operation: Operation, { fields }: ValidRequest): readonly string[] {
  const { properties = {} } = codecOf(operation.input).schema;
  return Object.entries(properties)
    .filter(([, schema]) => (schema.anyOf ?? [schema]).some(({ format }) => format === 'uuid'))
    .map(([name]) => wireName(name))
    .filter((name) => !Object.hasOwn(fields, name) && operation.http?.path.includes(name) !== true);
}
