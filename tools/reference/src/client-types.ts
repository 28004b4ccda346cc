/**
 * The types of the client, made from the very document that the server shows. A no is thrown by the
 * client and never returned, so the types are of what goes well.
 */
import type { Casing } from '@evertill/contract';
import { apiDocument } from '@evertill/server';
import openapiTS, { astToString } from 'openapi-typescript';

const MADE = '/** Made by `npm run docs` from the OpenAPI document. Do not edit. */\n';

type Json = Record<string, unknown>;

/** The content of packages/client/src/generated/native.ts. Throws for what is no OpenAPI 3.1. */
export async function clientTypes(casing: Casing = 'native'): Promise<string> {
  const document = withoutFailures(apiDocument(casing));
  return MADE + astToString(await openapiTS(document as never));
}

function withoutFailures(document: Json): Json {
  const paths = over(document['paths'], (methods) =>
    over(methods, (operation) => {
      const { responses, ...rest } = operation as Json;
      const good = Object.entries(responses as Json).filter(([status]) => status.startsWith('2'));
      return { ...rest, responses: Object.fromEntries(good) };
    }),
  );
  return { ...document, paths };
}

function over(value: unknown, each: (item: unknown) => unknown): Json {
  return Object.fromEntries(
    Object.entries(value as Json).map(([name, item]) => [name, each(item)]),
  );
}
