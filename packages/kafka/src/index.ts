/** Kafka's door. */
export { replayDeadLetters } from './dead-letters.ts';
export type { DeadLetter } from './dead-letters.ts';
export { asyncApiDocument } from './event-document.ts';
export { kafkaBus } from './kafka-bus.ts';
export { recordOf } from './record.ts';
export { saslMechanisms } from './settings.ts';
export type { KafkaSettings } from './settings.ts';
export { topicOf } from './topics.ts';
