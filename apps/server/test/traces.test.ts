/** One request, one trace: at the door, inside, in the database, and on to whoever hears of it. */
import { realWorld } from '@evertill/kernel';
import { TEMPLATE, createDatabase, dropDatabase, openTraceCollector } from '@evertill/testing';
import type { CollectedSpan, TraceCollector } from '@evertill/testing';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { readDemoFile } from '../src/demo.ts';
import { makeDemo } from '../src/demo.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { serve } from '../src/serve.ts';

let installations = 0;

/** Sells nothing: makes a product under a trace of ours, and answers the trace id. */
async function makeProduct(collector: TraceCollector): Promise<string> {
  installations += 1;
  const home = await mkdtemp(path.join(tmpdir(), 'evertill-traces-'));
  const database = { name: `traces_${process.pid}_${installations}`, template: TEMPLATE };
  const databaseUrl = await createDatabase(inject('postgresUrl'), database);
  const environment = {
    EVERTILL_HOME: home,
    DATABASE_URL: databaseUrl,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
  const world = realWorld();
  const config = readConfig(environment, { port: '0' });
  const running = await serve(config, world, () => undefined);
  try {
    await makeDemo({ ...running, home, world, onProgress: () => undefined });
    const owner = readDemoFile(home)?.tenants[0]?.owner;
    const post = (at: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(new URL(at, running.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const { access } = (await (await post('/api/token/', owner)).json()) as { access: string };
    const traceId = randomBytes(16).toString('hex');
    const made = await post(
      '/api/products/',
      { sku: 'TRACE-1', name: 'A trace', price: '1.00' },
      {
        authorization: `Bearer ${access}`,
        traceparent: `00-${traceId}-${'c'.repeat(16)}-01`,
      },
    );
    expect([made.status, made.headers.get('x-trace-id')]).toEqual([201, traceId]);
    await running.assembly.drain();
    return traceId;
  } finally {
    await running.stop();
    await dropDatabase(databaseUrl);
    await rm(home, { recursive: true, force: true });
  }
}

/** From the span up to what began it, by name. */
function wayUp(spans: readonly CollectedSpan[], from: CollectedSpan): readonly string[] {
  const above = spans.find(({ spanId }) => spanId === from.parentId);
  return above === undefined ? [from.name] : [from.name, ...wayUp(spans, above)];
}

test('a request, its statements and what it told are one trace, each inside the other', async () => {
  const collector = await openTraceCollector();
  const traceId = await makeProduct(collector);
  await collector.close();
  const spans = collector.spans.filter((span) => span.traceId === traceId);
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const [first, ...more] = spans.filter(({ parentId }) => !ids.has(parentId ?? ''));
  expect(more).toEqual([]);
  expect(first).toMatchObject({ name: 'POST /api/products/', parentId: 'c'.repeat(16), kind: 2 });
  const inserted = spans.find(({ name }) => name.startsWith('sql INSERT INTO catalog.products'));
  expect(inserted && wayUp(spans, inserted).slice(1)).toEqual([
    'transaction catalog',
    'catalog.createProduct',
    'POST /api/products/',
  ]);
  const heard = spans.find(({ name }) => name === 'inventory hears product.created');
  expect(heard && wayUp(spans, heard)).toEqual([
    'inventory hears product.created',
    'catalog to inventory',
    'catalog.createProduct',
    'POST /api/products/',
  ]);
  for (const span of spans) expect(span.endMs).toBeGreaterThanOrEqual(span.beginMs);
});

test.each([
  ['refuses', () => openTraceCollector(503)],
  [
    'is away',
    async () => {
      const collector = await openTraceCollector();
      await collector.close();
      return { ...collector, close: () => Promise.resolve() };
    },
  ],
])('a collector that %s keeps nobody from working', async (_, open) => {
  const collector = await open();
  expect(await makeProduct(collector)).toMatch(/^[0-9a-f]{32}$/);
  await collector.close();
});

test('where nobody collects, nothing of it is loaded', async () => {
  const config = fileURLToPath(new URL('../src/serve.ts', import.meta.url));
  const script =
    `await import(${JSON.stringify(config)});` +
    `const { registerHooks } = await import('node:module');` +
    `let loaded = 0;` +
    `registerHooks({ load: (url, context, next) => {` +
    `  if (url.includes('@opentelemetry')) loaded += 1; return next(url, context); } });` +
    `const { openTraces } = await import(${JSON.stringify(config.replace('serve.ts', 'traces/open-traces.ts'))});` +
    `await openTraces(undefined); const without = loaded;` +
    `const one = await openTraces({ url: 'http://127.0.0.1:9/v1/traces', serviceName: 'x' });` +
    `await one.stop(); console.log(without, loaded > 0);`;
  const words = ['--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  expect(stdout.trim()).toBe('0 true');
});

test('an endpoint that is no URL stops the start, in words', () => {
  expect(() => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow(ConfigError);
  const config = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' });
  expect(config.traces).toEqual({
    url: 'http://collector:4318/v1/traces',
    serviceName: 'evertill',
  });
  expect(readConfig({}).traces).toBeUndefined();
});
