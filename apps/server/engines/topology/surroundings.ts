/** What the split processes have beside their database. The one process has none of it. */
import { inject } from 'vitest';

type Settings = Readonly<Record<string, string>>;

/** Kafka, and whatever the one who starts the suite brings: a cache, a vault, a pooler. */
export function outside(prefix: string): Settings {
  return {
    KAFKA_BROKERS: inject('kafkaBrokers').join(),
    EVERTILL_KAFKA_PREFIX: prefix,
    ...(JSON.parse(process.env['EVERTILL_TEST_SURROUNDINGS'] ?? '{}') as Settings),
  };
}
