/** The documents are OpenAPI 3.1, say the same in each casing, and their examples fit them. */
import { audit, auth, casings, catalog, customers, inventory, orders } from '@evertill/contract';
import { pathsOf, payments, purchasing } from '@evertill/contract';
import type { Operation } from '@evertill/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentTitles, openApiDocument } from '../src/index.ts';
import { openTestDoor } from './open-test-door.ts';
import type { TestDoor } from './open-test-door.ts';

// Tests look into documents freely; what they find there is what they assert.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Any = any;
const modules = [auth, catalog, customers, inventory, orders, payments, purchasing, audit];
const operations = modules.flatMap((module): readonly Operation[] => Object.values(module));
const info = { version: '1', description: 'x' };
const documents = {
  native: openApiDocument(operations, info) as Any,
  nexis: openApiDocument(operations, info, 'nexis') as Any,
};
// What a document may say beside JSON Schema: formats are hints.
const ajv = new Ajv2020({ strict: false, validateFormats: false });

function* schemasWithExamples(operation: Any): Generator<readonly [string, Any, unknown]> {
  for (const { name, schema, example } of operation.parameters) {
    if (example !== undefined) yield [`parameter ${name}`, schema, example];
  }
  const bodies = [operation.requestBody, ...Object.values(operation.responses)] as Any[];
  for (const body of bodies) {
    for (const [type, { schema, example }] of Object.entries<Any>(body?.content ?? {})) {
      if (example !== undefined) yield [type, schema, example];
    }
  }
}

function* describedIn(document: Any): Generator<readonly [string, Any]> {
  for (const [path, methods] of Object.entries<Any>(document.paths)) {
    for (const [method, one] of Object.entries<Any>(methods)) yield [`${method} ${path}`, one];
  }
}

describe.each(casings)('the document in %s casing', (casing) => {
  const document = documents[casing];
  const described = [...describedIn(document)];

  test('says of what makes something that it takes an Idempotency-Key, and of nothing else', () => {
    const ownIds = new Map(operations.map(({ name, ownId }) => [name, ownId]));
    for (const [where, { operationId, parameters }] of described) {
      const keys = parameters.filter(({ in: place }: Any) => place === 'header');
      const name = operationId.replace(/\.alias$/, '');
      const wanted = ownIds.get(name) === undefined ? [] : ['Idempotency-Key'];
      expect(
        keys.map((key: Any) => key.name),
        where,
      ).toEqual(wanted);
    }
  });

  test('has what OpenAPI 3.1 asks for', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.title).toBe(documentTitles[casing]);
    const ids = described.map(([, one]) => one.operationId);
    expect(new Set(ids).size).toBe(operations.flatMap(pathsOf).length);
    for (const [where, one] of described) {
      const inPath = [...where.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const path = one.parameters.filter((parameter: Any) => parameter.in === 'path');
      expect(path.map(({ name }: Any) => name).toSorted(), where).toEqual(inPath.toSorted());
      expect(
        path.every(({ required }: Any) => required),
        where,
      ).toBe(true);
      const statuses = Object.keys(one.responses);
      expect(
        statuses.every((status) => /^[2-5][0-9]{2}$/.test(status)),
        where,
      ).toBe(true);
      expect(
        statuses.some((status) => status.startsWith('2')),
        where,
      ).toBe(true);
      for (const response of Object.values<Any>(one.responses)) {
        expect(response.description, where).not.toBe('');
      }
    }
    const texts = JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g);
    for (const [, ref] of texts) expect(ref).toBe('#/components/schemas/Problem');
    expect(document.components.schemas).toHaveProperty('Problem');
  });

  test.each(described)('%s: its schemas are schemas, its examples fit them', (_, operation) => {
    for (const { schema } of operation.parameters) ajv.compile(schema);
    for (const [where, schema, example] of schemasWithExamples(operation)) {
      const validate = ajv.compile(schema);
      validate(example);
      expect(validate.errors, where).toBeNull();
    }
  });

  test('speaks one casing only', () => {
    const foreign = casing === 'native' ? /[a-z][A-Z]/ : /[a-z]_[a-z]/;
    const allowed = new Set(['minQuantity']);
    const names = described.flatMap(([, one]) => [...namesIn(one)]);
    expect(names.filter((name) => foreign.test(name) && !allowed.has(name))).toEqual([]);
    const types = new Set(
      described.flatMap(([, one]) => Object.keys(one.requestBody?.content ?? {})),
    );
    const suffix = casing === 'native' ? '' : '; casing=nexis';
    expect([...types]).toEqual([`application/json${suffix}`]);
  });
});

/** Names of parameters and of fields, at any depth. */
function* namesIn(value: Any): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if (typeof value.in === 'string') yield value.name;
  if (typeof value.properties === 'object') yield* Object.keys(value.properties);
  for (const [key, one] of Object.entries(value)) if (key !== 'example') yield* namesIn(one);
}

test('the two documents describe the same operations', () => {
  const summary = (document: Any) =>
    [...describedIn(document)].map(([where, one]) => [
      where.replace(/\{\w+\}/g, '{}'),
      one.operationId,
      one.parameters.length,
      Object.keys(one.responses),
    ]);
  expect(summary(documents.nexis)).toEqual(summary(documents.native));
});

describe('the pages', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await openTestDoor(() => Promise.resolve({}));
  });
  afterAll(() => door.app.close());
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${door.port}${path}`);
    return { status: response.status, text: await response.text() };
  };

  test('offer both documents to choose from', async () => {
    for (const path of ['/openapi.json', '/openapi.nexis.json']) {
      expect(JSON.parse((await get(path)).text)).toMatchObject({ openapi: '3.1.0' });
    }
    const initializer = await get('/swagger/static/swagger-initializer.js');
    for (const word of ['/openapi.json', '/openapi.nexis.json', ...Object.values(documentTitles)]) {
      expect(initializer.text).toContain(word);
    }
    expect((await get('/redoc')).text).toContain('spec-url="/openapi.json"');
    expect((await get('/redoc/nexis')).text).toContain('spec-url="/openapi.nexis.json"');
  });
});
