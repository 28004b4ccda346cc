/** A record goes out as a CloudEvent and comes back as it was; whatever else comes is refused. */
import type { Event } from '@evertill/contract';
import { expect, test } from 'vitest';
import { UnreadableRecord, readRecord, recordOf } from './record.ts';

const event: Event = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  type: 'payment.completed',
  tenantId: '01890a5d-ac96-774b-bcce-b302099a8058',
  aggregateId: 'ord-7',
  occurredAt: '2026-11-21T10:00:00.000Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  payload: {
    paymentAttemptId: 'a',
    orderId: 'ord-7',
    amountMinor: 100,
    currency: 'KES',
    method: 'MOBILE',
    provider: 'simulator',
    reference: 'TAF0DEMO01',
  },
};

interface Changed {
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** The record of the event as a broker hands it over, with what is said otherwise. */
function raw({ key, value, headers = {} }: Changed = {}): Parameters<typeof readRecord>[0] {
  const sent = recordOf('evertill.payments.v1', 'payments', event);
  const all = { ...(sent.headers as Record<string, string>), ...headers };
  return {
    key: (key === undefined ? Buffer.from(sent.key ?? '') : key) as Buffer,
    value: (value === undefined ? Buffer.from(sent.value ?? '') : value) as Buffer,
    headers: new Map(
      Object.entries(all).flatMap(([name, text]) =>
        text === undefined ? [] : [[Buffer.from(name), Buffer.from(text)]],
      ),
    ),
  };
}

test('what was sent is what is read', () => {
  expect(readRecord(raw())).toEqual(event);
});

test('a trace that is none is left out; a field of a later version is let through', () => {
  const strange = { ce_traceparent: 'x', ce_newer: 'y' };
  const value = Buffer.from(JSON.stringify({ ...event.payload, later: 1 }));
  expect(readRecord(raw({ headers: strange, value }))).toEqual({
    ...event,
    traceparent: null,
    payload: { ...event.payload, later: 1 },
  });
});

const other = '01890a5d-ac96-774b-bcce-b302099a8059';
test.each<[string, Changed]>([
  ['the header ce_id is missing', { headers: { ce_id: undefined } }],
  ['it is not of CloudEvents 1.0', { headers: { ce_specversion: '0.3' } }],
  ['its id or its tenant is no UUID', { headers: { ce_tenantid: "x' OR 1=1" } }],
  ['its time is no time', { headers: { ce_time: 'yesterday' } }],
  ['nothing is called order.stolen', { headers: { ce_type: 'order.stolen' } }],
  ['nothing is called toString', { headers: { ce_type: 'toString' } }],
  ['its key does not name its tenant and its subject', { headers: { ce_tenantid: other } }],
  ['its key does not name its tenant and its subject', { key: Buffer.from('a:b') }],
  ['it has no key', { key: null }],
  ['it has no value', { value: null }],
  ['its value is not UTF-8', { value: Buffer.from([0xff, 0xfe]) }],
  ['its value is not JSON', { value: Buffer.from('{') }],
  ['its payload is no payment.completed: paymentAttemptId', { value: Buffer.from('{}') }],
])('%s', (reason, changed) => {
  expect(() => readRecord(raw(changed))).toThrow(UnreadableRecord);
  expect(() => readRecord(raw(changed))).toThrow(reason);
});
