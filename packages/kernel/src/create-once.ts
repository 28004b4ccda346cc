/**
 * Creates under an id of the caller's: the same id and content again gets the first answer, other
 * content is refused, and so is a name that something else has.
 */
import { brokenUnique, codeOf } from './database.ts';
import type { Row } from './database.ts';
import { refuse } from './refusal.ts';

export interface Once<R extends Row> {
  readonly bodyHash: string;
  /** Undefined when the id is there already. */
  readonly insert: () => Promise<R | undefined>;
  /** What the tenant has under the id, in a transaction of its own. */
  readonly find: () => Promise<R | undefined>;
  readonly fieldOf: FieldsOfConstraints;
}

/** The field, in wire names, that a constraint is about. */
export type FieldsOfConstraints = Readonly<Record<string, string>>;

export async function createOnce<R extends Row>(once: Once<R>): Promise<R> {
  let broken: unknown;
  try {
    const made = await once.insert();
    if (made !== undefined) return made;
  } catch (error) {
    if (brokenUnique(error) === undefined) refuseBroken(error, once.fieldOf);
    broken = error;
  }
  // Two of the same request at once may meet at the name before they meet at the id.
  const known = await once.find();
  if (known?.['body_hash'] === once.bodyHash) return known;
  if (known !== undefined) refuse('id_reused');
  return refuseBroken(broken, once.fieldOf);
}

/** A name that is taken or a thing that is not there; anything else is thrown on. */
export function refuseBroken(error: unknown, fieldOf: FieldsOfConstraints): never {
  const taken = brokenUnique(error);
  if (taken !== undefined) {
    const field = fieldOf[taken] ?? 'name';
    refuse('name_taken', { fields: [{ field, message: 'is taken' }] });
  }
  if (codeOf(error) === '23503') {
    const { constraint } = error as { constraint?: string };
    const field = fieldOf[constraint ?? ''] ?? '';
    refuse('not_found', { fields: [{ field, message: 'is not known' }] });
  }
  throw error;
}
