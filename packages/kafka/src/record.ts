/**
 * An event as a record of Kafka: CloudEvents 1.0, binary mode (content-type and `ce_` headers, the
 * payload as JSON), and back again. Whoever reads trusts nothing: the bus is open to others too.
 */
import { eventPayloads } from '@evertill/contract';
import type { Event, EventType } from '@evertill/contract';
import type { ModuleName } from '@evertill/kernel';
import type { Message, MessageToProduce } from '@platformatic/kafka';

export type OutgoingRecord = MessageToProduce<string, string, string, string>;
export type IncomingRecord = Message;

const SPEC_VERSION = '1.0';
const CONTENT_TYPE = 'application/json';

/** Order holds among records of one key: tenant and aggregate (product.md D15). */
export function recordOf(topic: string, source: ModuleName, event: Event): OutgoingRecord {
  const key = keyOf(event);
  return {
    topic,
    key,
    value: JSON.stringify(event.payload),
    headers: {
      'content-type': CONTENT_TYPE,
      ce_specversion: SPEC_VERSION,
      ce_id: event.id,
      ce_source: `/evertill/${source}`,
      ce_type: event.type,
      ce_subject: event.aggregateId,
      ce_time: event.occurredAt,
      ce_tenantid: event.tenantId,
      ce_partitionkey: key,
      ...(event.traceparent === null ? {} : { ce_traceparent: event.traceparent }),
    },
  };
}

function keyOf({ tenantId, aggregateId }: Pick<Event, 'tenantId' | 'aggregateId'>): string {
  return `${tenantId}:${aggregateId}`;
}

/** Why a record cannot be an event of ours, in words for whoever looks through dead letters. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a record. Throws `UnreadableRecord` for what is no event of ours, or is one that speaks of
 * one tenant in its key and of another in its headers.
 */
export function readRecord(record: Pick<Message, 'key' | 'value' | 'headers'>): Event {
  const headers = headersOf(record);
  const said = (name: string): string => {
    const value = headers.get(name);
    if (value === undefined) throw new UnreadableRecord(`the header ${name} is missing`);
    return value;
  };
  if (said('ce_specversion') !== SPEC_VERSION) {
    throw new UnreadableRecord('it is not of CloudEvents 1.0');
  }
  const id = said('ce_id');
  const tenantId = said('ce_tenantid');
  if (!uuid.test(id) || !uuid.test(tenantId)) {
    throw new UnreadableRecord('its id or its tenant is no UUID');
  }
  const occurredAt = said('ce_time');
  if (Number.isNaN(Date.parse(occurredAt))) throw new UnreadableRecord('its time is no time');
  const aggregateId = said('ce_subject');
  if (textOf(record.key, 'key') !== keyOf({ tenantId, aggregateId })) {
    throw new UnreadableRecord('its key does not name its tenant and its subject');
  }
  const type = typeOf(said('ce_type'));
  const trace = headers.get('ce_traceparent');
  return {
    id,
    type,
    tenantId,
    aggregateId,
    occurredAt,
    traceparent: trace !== undefined && traceparent.test(trace) ? trace : null,
    payload: payloadOf(type, record.value),
  };
}

function headersOf({ headers }: Pick<Message, 'headers'>): ReadonlyMap<string, string> {
  return new Map(
    [...headers].map(([name, value]) => [textOf(name, 'header'), textOf(value, 'header')]),
  );
}

function textOf(bytes: Buffer | null | undefined, what: string): string {
  if (bytes === null || bytes === undefined) throw new UnreadableRecord(`it has no ${what}`);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadableRecord(`its ${what} is not UTF-8`);
  }
}

function typeOf(text: string): EventType {
  if (!Object.hasOwn(eventPayloads, text)) throw new UnreadableRecord(`nothing is called ${text}`);
  return text as EventType;
}

function payloadOf(type: EventType, bytes: Buffer | null): Event['payload'] {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes, 'value'));
  } catch (error) {
    if (error instanceof UnreadableRecord) throw error;
    throw new UnreadableRecord('its value is not JSON');
  }
  // What a later version adds is let through; what this one needs has to be there.
  const { error } = eventPayloads[type].safeParse(value);
  if (error !== undefined) {
    const [first] = error.issues;
    const place = first?.path.join('.') ?? '';
    throw new UnreadableRecord(`its payload is no ${type}: ${place}: ${first?.message ?? ''}`);
  }
  return value as Event['payload'];
}
