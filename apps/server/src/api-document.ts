/** The documents of what is asked and what is told: shown by the server, and made into types. */
import type { Casing } from '@evertill/contract';
import { asyncApiDocument } from '@evertill/kafka';
import { openApiDocument } from '@evertill/kernel';
import { PREFIX_DEFAULT } from './kafka-settings.ts';
import { allOperations } from './modules.ts';

export const VERSION = '0.1.0';

export function apiDocument(casing: Casing): Record<string, unknown> {
  const description = 'The till that never stops: the API of shop floor and back office.';
  return openApiDocument(allOperations, { version: VERSION, description }, casing);
}

/** Of what is told, with the topics of an installation that was given no prefix. */
export function eventDocument(): Readonly<Record<string, unknown>> {
  return asyncApiDocument({ version: VERSION, prefix: PREFIX_DEFAULT });
}
