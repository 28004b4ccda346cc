/**
 * The OpenAPI 3.1 document, made from the contract: it cannot say anything else than the door does.
 */
import {
  BODY_KINDS,
  codecOf,
  isOperationKind,
  keyCapabilitiesOf,
  operationBodies,
  refusals,
  wireName,
} from '@evertill/contract';
import type { Access, Capability, JsonSchema, Operation, RefusalCode } from '@evertill/contract';

export interface OpenApiInfo {
  readonly version: string;
  readonly description: string;
}

type Json = Record<string, unknown>;

export function openApiDocument(operations: readonly Operation[], info: OpenApiInfo): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const { http } = operation;
    if (http === undefined) continue;
    const path = (paths[http.path] ??= {});
    path[http.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Evertill',
      version: info.version,
      description: info.description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ name }) => tagOf(name)))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        registerKey: { type: 'apiKey', in: 'header', name: 'X-Register-Key' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

function tagOf(operationName: string): string {
  return operationName.split('.')[0] ?? operationName;
}

function describeOperation(operation: Operation): Json {
  const { http, access } = operation;
  const schema = wireSchema(codecOf(operation.input).schema, 'in');
  const properties = (schema['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const inPath = new Set([...(http?.path ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const isRead = http?.method === 'GET';
  const parameters = Object.entries(properties)
    .filter(([name]) => isRead || inPath.has(name))
    .map(([name, property]) => ({
      name,
      in: inPath.has(name) ? 'path' : 'query',
      required: inPath.has(name) || required.has(name),
      schema: property,
    }));
  const body = Object.entries(properties).filter(([name]) => !inPath.has(name));
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [tagOf(operation.name)],
    ...(access.kind === 'user' ? { 'x-capability': access.capability } : {}),
    security: securityOf(operation),
    parameters,
    ...(isRead || body.length === 0
      ? {}
      : { requestBody: bodyOf({ ...schema, properties: Object.fromEntries(body) }, inPath) }),
    responses: { ...successOf(operation), ...failuresOf(operation) },
  };
}

function bodyOf(schema: Json, inPath: ReadonlySet<string | undefined>): Json {
  const required = ((schema['required'] ?? []) as readonly string[]).filter(
    (name) => !inPath.has(name),
  );
  const { $schema: _, required: __, ...rest } = schema;
  return {
    // Who has nothing to say may send nothing.
    required: required.length > 0,
    content: {
      'application/json': { schema: required.length > 0 ? { ...rest, required } : rest },
    },
  };
}

function securityOf({ access, http }: Operation): readonly Json[] {
  if (access.kind === 'public') return [];
  const ways =
    access.kind === 'user' && isForKeys(access.capability) ? ['bearer', 'apiKey'] : ['bearer'];
  const also = http?.registerKey === true ? { registerKey: [] } : {};
  return ways.map((way) => ({ [way]: [], ...also }));
}

function isForKeys(capability: Capability): boolean {
  return keyCapabilitiesOf('owner').includes(capability);
}

function successOf(operation: Operation): Json {
  const { $schema: _, ...schema } = wireSchema(codecOf(operation.output).schema, 'out');
  const list = (schema['properties'] as Record<string, Json> | undefined)?.['items'];
  const status = String(operation.http?.success ?? 200);
  const mediaType = operation.http?.produces;
  const content =
    mediaType === undefined
      ? { 'application/json': { schema: operation.isList === true ? list : schema } }
      : { [mediaType]: { schema: { type: 'string', format: 'binary' } } };
  const headers = {
    'X-Total-Count': { schema: { type: 'integer' }, description: 'How many there are in all.' },
    Link: { schema: { type: 'string' }, description: 'Where the next page is, rel="next".' },
  };
  const isFact = operation.name === 'orders.recordSale' || operation.name === 'orders.recordRefund';
  return {
    [status]: {
      description: isFact ? 'Known already: the first answer again.' : 'Done.',
      ...(operation.isList === true ? { headers } : {}),
      ...(status === '204' ? {} : { content }),
    },
    ...(isFact ? { 201: { description: 'Recorded.', content } } : {}),
  };
}

/** What the door says, by who may come in. */
const doorRefusals: Readonly<Record<Access['kind'], readonly RefusalCode[]>> = {
  public: [],
  user: [
    'token_missing',
    'token_invalid',
    'capability_missing',
    'tenant_mismatch',
    'tenant_suspended',
  ],
  operator: ['token_missing', 'token_invalid'],
  peer: [],
};

/** Every no this operation may give, the ones of the door included, by status. */
function failuresOf(operation: Operation): Json {
  const door = doorRefusals[operation.access.kind];
  const common: readonly RefusalCode[] = ['unavailable', 'deadline_exceeded'];
  const byStatus = new Map<number, Set<RefusalCode>>();
  for (const code of [...operation.refusals, ...door, ...common]) {
    const { status } = refusals[code];
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  return Object.fromEntries(
    [...byStatus].sort().map(([status, codes]) => [
      String(status),
      {
        description: [...codes].map((code) => `\`${code}\`: ${refusals[code].title}`).join(' '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  );
}

/** The schema in wire names. Amounts go in as a number or a string and come out as a string. */
function wireSchema(schema: JsonSchema, direction: 'in' | 'out'): Json {
  const { properties, required, items, anyOf, additionalProperties, ...rest } = schema;
  const inner = (one: JsonSchema): Json => wireSchema(one, direction);
  const kinds = schema[BODY_KINDS];
  if (Array.isArray(kinds)) {
    const bodies = kinds.filter(isOperationKind).map((kind) => operationBodies[kind]);
    const [only, ...others] = bodies.map((body) => inner(codecOf(body).schema));
    return others.length === 0 ? { ...only } : { anyOf: [only, ...others] };
  }
  const result: Json = { ...rest };
  if (schema.format === 'decimal' && direction === 'in') {
    return { oneOf: [{ ...rest }, { type: 'number' }], description: 'A decimal amount.' };
  }
  if (properties !== undefined) {
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [wireName(name), inner(one)]),
    );
  }
  if (Array.isArray(required)) result['required'] = required.map((name) => wireName(String(name)));
  if (items !== undefined) result['items'] = inner(items);
  if (anyOf !== undefined) result['anyOf'] = anyOf.map(inner);
  if (additionalProperties !== undefined) {
    result['additionalProperties'] =
      typeof additionalProperties === 'boolean'
        ? additionalProperties
        : inner(additionalProperties);
  }
  return result;
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. Clients decide by `code`, which is stable.',
  required: ['type', 'title', 'status', 'code', 'detail', 'trace_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    trace_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};
