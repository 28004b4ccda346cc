/** Lines as bodies have them: what they refer to is known, and each has an id. */
import { derivedId } from '@evertill/kernel';
import type { Call, Surroundings, TenantContext } from '@evertill/kernel';
import { refuseUnknownProducts, refuseUnknownUnits } from '../known-references.ts';
import type { LineEdit, LineFields } from './edit-lines.ts';

export interface SentLine extends LineFields {
  readonly lineId?: string | undefined;
  readonly delete?: boolean | undefined;
}

/** Refuses products and units that the shop has not. Never inside a transaction. */
export async function refuseUnknownGoods(
  surroundings: Surroundings,
  context: TenantContext,
  edits: readonly (LineFields & { readonly path: string })[],
): Promise<void> {
  const products = edits.map(({ path, product }) => ({ field: `${path}product`, id: product }));
  await refuseUnknownProducts(surroundings, context, products);
  const units = edits.map(({ path, unit }) => ({ field: `${path}unit`, id: unit }));
  await refuseUnknownUnits(surroundings, context, units);
}

interface Sent {
  readonly lines: readonly SentLine[];
  readonly headerId: string;
  /** What the body calls them. */
  readonly list: 'details' | 'items';
}

/**
 * Lines of one body about a paper, under ids. A line that is sent without one gets an id of the
 * body's own, so that the same body again means the same lines.
 */
export function editsOf(
  context: Call<TenantContext>,
  { lines, headerId, list }: Sent,
): readonly LineEdit[] {
  const bodyHash = context.fingerprint();
  return lines.map(({ lineId, delete: isRemoved = false, ...fields }, index) => ({
    ...fields,
    isRemoved,
    lineId: lineId?.toLowerCase() ?? derivedId(headerId, `${bodyHash}:${index}`),
    path: `${list}.${index}.`,
    bodyHash,
  }));
}
