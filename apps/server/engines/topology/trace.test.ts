/**
 * A checkout through every process that has a part in it is one trace: asked at the gateway,
 * priced, reserved, paid by card, told over Kafka, and taken off the shelf.
 */
import { openTraceCollector } from '@evertill/testing';
import type { CollectedSpan } from '@evertill/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openSplit } from '../../test/deployments.ts';
import type { GatewayOptions } from '../../test/deployments.ts';
import { openNginx } from '../nginx.ts';
import type { GatewayLine, Nginx } from '../nginx.ts';
import { drawTrace } from './draw-trace.ts';
import { openOutside } from './surroundings.ts';

const picture = new URL('../../../../docs/pictures/checkout-trace.svg', import.meta.url);
const CLIENTS_SPAN = 'c0ffee0000000001';

test('a checkout over five services and a broker is one trace, and every part knows its place', async () => {
  const collector = await openTraceCollector();
  let gateway: Nginx | undefined;
  const outside = await openOutside();
  const split = await openSplit({
    surroundings: async (databaseUrl) => ({
      ...(await outside.settingsFor('trace')(databaseUrl)),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    }),
    openGateway: async (options: GatewayOptions) => (gateway = await openNginx(options)),
  });
  // Once to warm up, since nobody wants to see how long a program takes to begin.
  for (let time = 0; time < 3; time += 1) await checkOut(split.url, split.tenant.owner);
  const traceId = await checkOut(split.url, split.tenant.owner);
  await expect
    .poll(() => collector.spans.map(nameIn(traceId)), { timeout: 30_000 })
    .toContain('inventory hears order.completed');
  const lines = (await gateway?.lines()) ?? [];
  await split.stop();
  await collector.close();

  const spans = collector.spans.filter((span) => span.traceId === traceId);
  const services = new Set(spans.map(({ service }) => service));
  expect([...services].sort()).toEqual(
    expect.arrayContaining(['catalog', 'inventory', 'orders', 'payments']),
  );
  const names = spans.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'POST /api/checkout/initialize/',
      'ask /peer/catalog.quoteProducts',
      'catalog.quoteProducts',
      'ask /peer/inventory.reserve',
      'inventory.reserve',
      'POST /api/payment-attempts/',
      'payments to kafka',
      'orders hears payment.completed',
      'orders to kafka',
      'inventory hears order.completed',
    ]),
  );
  // What a checkout asked for is not asked for again to confirm it.
  expect(names.filter((name) => name === 'catalog.quoteProducts')).toHaveLength(1);
  // The gateway is asked by the processes too, which tell spans of that themselves.
  const asked = lines.filter((line) => line.trace_id === traceId && line.path.startsWith('/api/'));
  expect(asked.map(({ path }) => path)).toEqual([
    '/api/checkout/initialize/',
    '/api/payment-attempts/',
  ]);
  // Every span but those that the client asked for hangs on another one of this trace.
  const ids = new Set([...spans.map(({ spanId }) => spanId), CLIENTS_SPAN]);
  expect(spans.filter(({ parentId }) => !ids.has(parentId ?? ''))).toEqual([]);
  if (process.env['EVERTILL_TEST_DRAW'] === 'on') {
    const all = [...asked.map(spanOfLine), ...spans.map((span) => underGateway(span, asked))];
    const title = `A checkout paid by card, every module in a process of its own: trace ${traceId}`;
    await writeFile(picture, drawTrace(title, all));
  }
});

const nameIn =
  (traceId: string) =>
  (span: CollectedSpan): string =>
    span.traceId === traceId ? span.name : '';

/** Orders a thing and pays it, as one client with one trace; answers the trace. */
async function checkOut(url: string, owner: object): Promise<string> {
  const traceId = randomBytes(16).toString('hex');
  const call = async (method: string, path: string, body?: unknown, token?: string) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(path.startsWith('/api/checkout') || path.startsWith('/api/payment-attempts')
          ? { traceparent: `00-${traceId}-${CLIENTS_SPAN}-01` }
          : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    const said: any = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(said)}`);
    return said;
  };
  const { access } = await call('POST', '/api/token/', owner);
  const [product] = await call('GET', '/api/products/?limit=1', undefined, access);
  const order = await call(
    'POST',
    '/api/checkout/initialize/',
    { items: [{ product_id: product.product_id, qty: 1 }], payment_method: 'CARD' },
    access,
  );
  await call(
    'POST',
    '/api/payment-attempts/',
    {
      payment_attempt_id: randomUUID(),
      sales_header: order.sales_header_id ?? order.order_id,
      provider: 'SIMULATOR',
      method: 'CARD',
      account: 'approve',
    },
    access,
  );
  return traceId;
}

/** The gateway tells no spans; what it wrote down of a request says as much. */
function spanOfLine({ method, path, ended, seconds, trace_id }: GatewayLine): CollectedSpan {
  return {
    service: 'gateway',
    name: `${method} ${path}`,
    traceId: trace_id,
    spanId: `gateway ${path}`,
    parentId: CLIENTS_SPAN,
    kind: 2,
    beginMs: (ended - seconds) * 1000,
    endMs: ended * 1000,
  };
}

function underGateway(span: CollectedSpan, asked: readonly GatewayLine[]): CollectedSpan {
  if (span.parentId !== CLIENTS_SPAN) return span;
  const line = asked.find(({ method, path }) => span.name === `${method} ${path}`);
  return line === undefined ? span : { ...span, parentId: `gateway ${line.path}` };
}
