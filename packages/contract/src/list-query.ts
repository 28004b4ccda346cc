/** The query every list understands: a page by cursor, an order, and filters of its own. */
import { z } from 'zod';
import { limits } from './limits.ts';
import { text } from './wire-types.ts';
import { FIELD_NAMES } from './wire-steps.ts';

/** The shared part of a list's input; `filters` are the fields a list can be narrowed by. */
export function listQuery<Filters extends z.ZodRawShape, Ordering extends string>(
  orderings: readonly [Ordering, ...Ordering[]],
  filters: Filters,
) {
  const directed = orderings.flatMap((name) => [name, `-${name}`] as const);
  return z.strictObject({
    limit: z.int().min(1).max(limits.LIST_LIMIT_MAX).optional(),
    cursor: text(600).optional(),
    ordering: z
      .enum(directed as [string, ...string[]])
      .meta({ [FIELD_NAMES]: true })
      .optional(),
    ...filters,
  });
}

/** What a list's use case answers; the door turns it into an array and two headers. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    totalCount: z.int().min(0),
    nextCursor: z.string().nullable(),
  });
}
