/**
 * The OpenAPI 3.1 document of a casing, made from the contract: it cannot say anything else than
 * the door does.
 */
import {
  codeName,
  codecOf,
  exampleOf,
  keyCapabilitiesOf,
  nameIn,
  pathsOf,
  refusals,
} from '@evertill/contract';
import type { Access, Capability, Casing, Operation, RefusalCode } from '@evertill/contract';
import { loadOf } from './door-limits.ts';
import { IDEMPOTENCY_KEY } from './idempotency-key.ts';
import { problemSchema, wireSchema } from './wire-document.ts';
import type { Json } from './wire-document.ts';

export interface OpenApiInfo {
  readonly version: string;
  readonly description: string;
}

/** What the documents are called where people choose. */
export const documentTitles: Readonly<Record<Casing, string>> = {
  native: 'Evertill',
  nexis: 'Evertill (Nexis casing)',
};

export function openApiDocument(
  operations: readonly Operation[],
  info: OpenApiInfo,
  casing: Casing = 'native',
): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const { http } = operation;
    if (http === undefined) continue;
    for (const address of pathsOf(operation)) {
      const path = (paths[pathIn(casing, address)] ??= {});
      const description = describeOperation(operation, casing);
      path[http.method.toLowerCase()] =
        address === http.path ? description : asAlias(operation, description);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: documentTitles[casing],
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
      schemas: { Problem: problemSchema(casing) },
    },
  };
}

/** Another spelling of the same address is said too, and not to be used by anything new. */
function asAlias({ name, http }: Operation, description: Json): Json {
  const summary = `The same as ${http?.method ?? ''} ${http?.path ?? ''}.`;
  return { ...description, operationId: `${name}.alias`, summary, deprecated: true };
}

function pathIn(casing: Casing, path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => `{${nameIn(casing, codeName(name))}}`);
}

function mediaTypeOf(casing: Casing, type: string): string {
  return casing === 'native' ? type : `${type}; casing=${casing}`;
}

function tagOf(operationName: string): string {
  return operationName.split('.')[0] ?? operationName;
}

function describeOperation(operation: Operation, casing: Casing): Json {
  const { http, access } = operation;
  const schema = wireSchema(codecOf(operation.input).schema, { casing, isInput: true });
  const properties = (schema['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  const path = pathIn(casing, http?.path ?? '');
  const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  const example = requestIn(casing, operation);
  const isRead = http?.method === 'GET';
  const parameters = Object.entries(properties)
    .filter(([name]) => isRead || inPath.has(name))
    .map(([name, property]) => ({
      name,
      in: inPath.has(name) ? 'path' : 'query',
      required: inPath.has(name) || required.has(name),
      schema: property,
      ...(name in example ? { example: example[name] } : {}),
    }));
  const body = Object.entries(properties).filter(([name]) => !inPath.has(name));
  const bodyExample = Object.entries(example).filter(([name]) => !inPath.has(name));
  return {
    operationId: operation.name,
    summary: operation.summary,
    tags: [tagOf(operation.name)],
    ...(access.kind === 'user' ? { 'x-capability': access.capability } : {}),
    'x-load': loadOf(operation),
    security: securityOf(operation),
    parameters: [...parameters, ...keyParameterOf(operation)],
    ...(isRead || body.length === 0
      ? {}
      : {
          requestBody: bodyOf(
            { ...schema, properties: Object.fromEntries(body) },
            { inPath, casing, example: Object.fromEntries(bodyExample) },
          ),
        }),
    responses: { ...successOf(operation, casing), ...failuresOf(operation, casing) },
  };
}

/** The id of what is made, where the body says none. */
function keyParameterOf({ ownId }: Operation): readonly Json[] {
  if (ownId === undefined) return [];
  const description =
    'A UUID: the id of what is made, where the body says none. The same request again gets the ' +
    'first answer; another body under the same key is `id_reused`.';
  const schema = { type: 'string', format: 'uuid' };
  return [{ name: IDEMPOTENCY_KEY, in: 'header', required: false, description, schema }];
}

interface Body {
  readonly inPath: ReadonlySet<string | undefined>;
  readonly casing: Casing;
  readonly example: Json;
}

function bodyOf(schema: Json, { inPath, casing, example }: Body): Json {
  const required = ((schema['required'] ?? []) as readonly string[]).filter(
    (name) => !inPath.has(name),
  );
  const { $schema: _, required: __, ...rest } = schema;
  return {
    // Who has nothing to say may send nothing.
    required: required.length > 0,
    content: {
      [mediaTypeOf(casing, 'application/json')]: {
        schema: required.length > 0 ? { ...rest, required } : rest,
        ...(Object.keys(example).length > 0 ? { example } : {}),
      },
    },
  };
}

/** Examples are written in native casing, amounts as people write them. */
function requestIn(casing: Casing, operation: Operation): Json {
  const request = exampleOf(operation)?.request;
  if (request === undefined) return {};
  return exampleIn(casing, operation.input, request) as Json;
}

function exampleIn(casing: Casing, type: Operation['input'], native: unknown): unknown {
  if (casing === 'native') return native;
  return codecOf(type, casing).write(codecOf(type).read(native).value);
}

function responseIn(casing: Casing, operation: Operation): unknown {
  const response = exampleOf(operation)?.response;
  if (response === undefined || operation.isList !== true) {
    return response === undefined ? undefined : exampleIn(casing, operation.output, response);
  }
  const page = exampleIn(casing, operation.output, { items: response });
  return (page as { items: unknown }).items;
}

function securityOf({ access, http }: Operation): readonly Json[] {
  if (access.kind === 'public') return [];
  const ways =
    access.kind === 'user' && isForKeys(access.capability) ? ['bearer', 'apiKey'] : ['bearer'];
  const withKey = ways.map((way) => ({ [way]: [], registerKey: [] }));
  const without = ways.map((way) => ({ [way]: [] }));
  if (http?.registerKey === 'optional') return [...without, ...withKey];
  return http?.registerKey === true ? withKey : without;
}

function isForKeys(capability: Capability): boolean {
  return keyCapabilitiesOf('owner').includes(capability);
}

function successOf(operation: Operation, casing: Casing): Json {
  const { $schema: _, ...schema } = wireSchema(codecOf(operation.output).schema, {
    casing,
    isInput: false,
  });
  const list = (schema['properties'] as Record<string, Json> | undefined)?.['items'];
  const status = String(operation.http?.success ?? 200);
  const mediaType = operation.http?.produces;
  const example = responseIn(casing, operation);
  const answer = {
    schema: operation.isList === true ? list : schema,
    ...(example === undefined ? {} : { example }),
  };
  const content =
    mediaType === undefined
      ? { [mediaTypeOf(casing, 'application/json')]: answer }
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
function failuresOf(operation: Operation, casing: Casing): Json {
  const door = doorRefusals[operation.access.kind];
  const common: readonly RefusalCode[] = ['rate_limited', 'unavailable', 'deadline_exceeded'];
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
          [mediaTypeOf(casing, 'application/problem+json')]: {
            schema: { $ref: '#/components/schemas/Problem' },
          },
        },
      },
    ]),
  );
}
