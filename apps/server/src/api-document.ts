/** The OpenAPI document of a casing: what the server shows, and what our client is made from. */
import type { Casing } from '@evertill/contract';
import { openApiDocument } from '@evertill/kernel';
import { allOperations } from './modules.ts';

export const VERSION = '0.1.0';

export function apiDocument(casing: Casing): Record<string, unknown> {
  const description = 'The till that never stops: the API of shop floor and back office.';
  return openApiDocument(allOperations, { version: VERSION, description }, casing);
}
