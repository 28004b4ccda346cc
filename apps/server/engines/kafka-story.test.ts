/** The story over a real Kafka reads as it does in one process without one. */
import { expect, inject, test } from 'vitest';
import { tellToOne, tellToTwo } from '../test/deployments.ts';

const overKafka = (prefix: string): Record<string, string> => ({
  KAFKA_BROKERS: inject('kafkaBrokers').join(),
  EVERTILL_KAFKA_PREFIX: prefix,
});

test('one process and two tell over Kafka what one tells without it', async () => {
  // Most of a story is waiting for those who are slow in it, so all are told at once.
  const [words, one, two] = await Promise.all([
    tellToOne(),
    tellToOne(overKafka('story.one')),
    tellToTwo(overKafka('story.two')),
  ]);
  expect(one).toEqual(words);
  expect(two).toEqual(words);
}, 300_000);
