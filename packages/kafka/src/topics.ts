/**
 * Which topics there are. One for each module that tells, so that all that is told of an order
 * stands in one partition, in order; a topic for each type would put its void beside its sale.
 */
import type { ModuleName } from '@evertill/kernel';
import type { KafkaSettings } from './settings.ts';

type Named = Pick<KafkaSettings, 'prefix'>;

/** The version goes up with a change that a tolerant reader cannot read. */
const VERSION = 1;

export function topicOf({ prefix }: Named, source: ModuleName): string {
  return `${prefix}.${source}.v${VERSION}`;
}

/** Records that a module's group could not read as events wait here for a person. */
export function deadTopicOf({ prefix }: Named, consumer: ModuleName): string {
  return `${prefix}.${consumer}.dead.v${VERSION}`;
}

export function groupOf({ prefix }: Named, consumer: ModuleName): string {
  return `${prefix}.${consumer}`;
}
