/** The story over a real Kafka reads as it does in one process without one. */
import { expect, inject, test } from 'vitest';
import { tellToOne, tellToTwo } from '../test/deployments.ts';

const overKafka = (prefix: string): Record<string, string> => ({
  KAFKA_BROKERS: inject('kafkaBrokers').join(),
  EVERTILL_KAFKA_PREFIX: prefix,
});

test('one process and two tell over Kafka what one tells without it', async () => {
  const words = await tellToOne();
  expect(await tellToOne(overKafka('story.one'))).toEqual(words);
  expect(await tellToTwo(overKafka('story.two'))).toEqual(words);
}, 180_000);
