/** What the environment says about Kafka. */
import { saslMechanisms } from '@evertill/kafka';
import type { KafkaSettings } from '@evertill/kafka';
import { ConfigError } from './config-error.ts';
import type { Environment } from './config.ts';

export const PREFIX_DEFAULT = 'evertill';
const PARTITIONS_DEFAULT = 12;

/** Undefined without `KAFKA_BROKERS`. Throws a `ConfigError` in words for what cannot be meant. */
export function readKafkaSettings(environment: Environment): KafkaSettings | undefined {
  const brokers = (environment['KAFKA_BROKERS'] ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
  if (brokers.length === 0) return undefined;
  for (const broker of brokers) {
    const [, port = '0'] = /^[^\s:]+:([0-9]{1,5})$/.exec(broker) ?? [];
    if (Number(port) < 1 || Number(port) > 65_535) {
      throw new ConfigError(`KAFKA_BROKERS names host:port, …, and not ${broker}.`);
    }
  }
  return {
    brokers,
    isTls: environment['KAFKA_TLS'] === 'on',
    sasl: saslOf(environment),
    prefix: prefixOf(environment['EVERTILL_KAFKA_PREFIX']),
    partitions: partitionsOf(environment['EVERTILL_KAFKA_PARTITIONS']),
  };
}

function saslOf(environment: Environment): KafkaSettings['sasl'] {
  const wanted = environment['KAFKA_SASL_MECHANISM'] ?? '';
  if (wanted === '') return undefined;
  const mechanism = saslMechanisms.find((one) => one === wanted);
  if (mechanism === undefined) {
    throw new ConfigError(`KAFKA_SASL_MECHANISM is one of ${saslMechanisms.join(', ')}.`);
  }
  const username = environment['KAFKA_USERNAME'] ?? '';
  const password = environment['KAFKA_PASSWORD'] ?? '';
  if (username === '' || password === '') {
    throw new ConfigError(`${mechanism} needs KAFKA_USERNAME and KAFKA_PASSWORD.`);
  }
  return { mechanism, username, password };
}

function prefixOf(text: string | undefined): string {
  if (text === undefined || text === '') return PREFIX_DEFAULT;
  if (!/^[a-zA-Z0-9._-]{1,100}$/.test(text)) {
    throw new ConfigError(
      `EVERTILL_KAFKA_PREFIX is letters, digits, dots and dashes, not ${text}.`,
    );
  }
  return text;
}

function partitionsOf(text: string | undefined): number {
  if (text === undefined || text === '') return PARTITIONS_DEFAULT;
  const partitions = Number(text);
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > 1_000) {
    throw new ConfigError(`EVERTILL_KAFKA_PARTITIONS is a whole number from 1, and not ${text}.`);
  }
  return partitions;
}
