/**
 * Kafka's door. The client takes half a second and fifty megabytes to load, so only whoever uses
 * Kafka loads it: what stands here imports none of it.
 */
import type { Bus, ModuleName } from '@evertill/kernel';
import type { DeadLetter } from './dead-letters.ts';
import type { KafkaBusOptions } from './kafka-bus.ts';
import type { KafkaSettings } from './settings.ts';

export type { DeadLetter } from './dead-letters.ts';
export { asyncApiDocument } from './event-document.ts';
export { saslMechanisms } from './settings.ts';
export type { KafkaSettings } from './settings.ts';

/** The bus, not started yet. */
export async function openKafkaBus(options: KafkaBusOptions): Promise<Bus> {
  const { kafkaBus } = await import('./kafka-bus.ts');
  return kafkaBus(options);
}

/** See `dead-letters.ts`. */
export async function replayDeadLetters(
  settings: KafkaSettings,
  module: ModuleName,
  isDry: boolean,
): Promise<readonly DeadLetter[]> {
  const deadLetters = await import('./dead-letters.ts');
  return deadLetters.replayDeadLetters(settings, module, isDry);
}
