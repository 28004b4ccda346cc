/**
 * The AsyncAPI 3.0 document of what is told: a channel for each topic, a message for each event,
 * and who sends and receives which. Made from the contract, as the OpenAPI document is.
 */
import { eventPayloads, mayTell } from '@evertill/contract';
import type { EventType } from '@evertill/contract';
import { listenersOf, moduleNames } from '@evertill/kernel';
import type { ModuleName } from '@evertill/kernel';
import { z } from 'zod';
import { topicOf } from './topics.ts';

type Json = Readonly<Record<string, unknown>>;

const types = Object.keys(eventPayloads) as readonly EventType[];

export interface DocumentInfo {
  readonly version: string;
  /** What the names of topics begin with. */
  readonly prefix: string;
}

export function asyncApiDocument({ version, prefix }: DocumentInfo): Json {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Evertill events',
      version,
      description:
        'What modules tell, at least once, in order for each key (tenant and aggregate). ' +
        'CloudEvents 1.0 in binary mode. Amounts are whole minor units, quantities thousandths.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(moduleNames.map((name) => [name, channelOf(prefix, name)])),
    operations: Object.fromEntries([
      ...moduleNames.map((name) => [`${name}Tells`, operationOf('send', name, typesOf(name))]),
      ...moduleNames.flatMap((source) =>
        listenersOf(source).map(({ name, types: heard }) => [
          `${name}Hears${source[0]?.toUpperCase() ?? ''}${source.slice(1)}`,
          operationOf('receive', source, [...heard]),
        ]),
      ),
    ]),
    components: { messages: Object.fromEntries(types.map((type) => [type, messageOf(type)])) },
  };
}

function typesOf(source: ModuleName): readonly EventType[] {
  return types.filter((type) => mayTell(source, type));
}

function channelOf(prefix: string, source: ModuleName): Json {
  return {
    address: topicOf({ prefix }, source),
    description: `What the module ${source} tells.`,
    messages: Object.fromEntries(
      typesOf(source).map((type) => [type, { $ref: `#/components/messages/${type}` }]),
    ),
  };
}

function operationOf(
  action: 'send' | 'receive',
  source: ModuleName,
  of: readonly EventType[],
): Json {
  return {
    action,
    channel: { $ref: `#/channels/${source}` },
    messages: of.map((type) => ({ $ref: `#/channels/${source}/messages/${type}` })),
  };
}

const text = (description: string): Json => ({ type: 'string', description });

function messageOf(type: EventType): Json {
  const { $schema: _, ...payload } = z.toJSONSchema(eventPayloads[type], {
    target: 'draft-7',
    // A reader lets through what a later version adds.
    io: 'input',
  });
  return {
    name: type,
    contentType: 'application/json',
    headers: {
      type: 'object',
      required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'ce_tenantid'],
      properties: {
        ce_specversion: { const: '1.0' },
        ce_id: { type: 'string', format: 'uuid', description: 'The same at every delivery.' },
        ce_source: text('The module: /evertill/<module>.'),
        ce_type: { const: type },
        ce_subject: text('The aggregate it is about.'),
        ce_time: { type: 'string', format: 'date-time' },
        ce_tenantid: { type: 'string', format: 'uuid' },
        ce_partitionkey: text('tenant:aggregate, as the key of the record.'),
        ce_traceparent: text('W3C trace context, where there was one.'),
      },
    },
    payload,
    bindings: { kafka: { key: text('tenant:aggregate'), bindingVersion: '0.5.0' } },
  };
}
