/** Where in a request a shop's own things are named, and the request that names others there. */
import type { Operation } from '@evertill/contract';
import type { FurnishedShop, Json, Things } from './furnished-shop.ts';
import { optionalThings, thingOf } from './valid-requests.ts';
import type { ValidRequest } from './valid-requests.ts';

/** `path`, or a field; where in it; what the other shop has there. */
export interface Place {
  readonly trail: readonly string[];
  readonly foreign: string;
  /** An id that the caller chooses for what it makes: another shop may have chosen it too. */
  readonly isChosen: boolean;
}

/** Every place of the request where a thing of the own shop stands, or might. */
export function placesOf(
  operation: Operation,
  request: ValidRequest,
  { ours, theirs }: { readonly ours: FurnishedShop; readonly theirs: FurnishedShop },
): readonly Place[] {
  const named = leavesOf({ path: request.path, fields: request.fields }, []).flatMap((leaf) => {
    const foreign = counterpart(leaf.value, ours.things, theirs.things);
    return foreign === undefined ? [] : [{ trail: leaf.trail, foreign, isChosen: false }];
  });
  const absent = optionalThings(operation, request).flatMap((name) => {
    const foreign = thingOf(theirs.things, name);
    const isChosen = operation.http?.method === 'POST' && name.endsWith('_id');
    return foreign === undefined ? [] : [{ trail: ['fields', name], foreign, isChosen }];
  });
  return [...named, ...absent];
}

interface Leaf {
  readonly trail: readonly string[];
  readonly value: string;
}

function leavesOf(value: unknown, trail: readonly string[]): readonly Leaf[] {
  if (typeof value === 'string') return [{ trail, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...trail, name]));
}

function counterpart(value: string, ours: Things, theirs: Things): string | undefined {
  const name = Object.keys(ours).find((one) => ours[one] === value);
  return name === undefined ? undefined : theirs[name];
}

/** The request with this id in this place. */
export function placed(request: ValidRequest, { trail }: Place, id: string): ValidRequest {
  const changed = structuredClone(request);
  const inner = trail.slice(0, -1).reduce<Json>((at, name) => at[name] as Json, changed as never);
  inner[trail.at(-1) ?? ''] = id;
  return changed;
}
