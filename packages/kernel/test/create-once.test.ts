import { describe, expect, it } from 'vitest';
import { Refusal, createOnce } from '../src/index.ts';
import type { Once } from '../src/index.ts';

const row = { id: 1, body_hash: 'same' };
const broken = (code: string, constraint: string): (() => Promise<never>) => {
  return () => Promise.reject(Object.assign(new Error(constraint), { code, constraint }));
};
const skuTaken = broken('23505', 'products_sku_key');
const nothing = async (): Promise<undefined> => undefined;
const found = async (): Promise<typeof row> => row;
const foundOther = async (): Promise<typeof row> => ({ ...row, body_hash: 'other' });

async function outcomeOf(steps: Pick<Once<typeof row>, 'insert' | 'find'>): Promise<string> {
  const fieldOf = { products_sku_key: 'sku', products_unit_fkey: 'unit' };
  try {
    return `row ${(await createOnce({ ...steps, bodyHash: 'same', fieldOf })).id}`;
  } catch (error) {
    if (!(error instanceof Refusal)) return (error as Error).message;
    return [error.code, ...error.fields.map(({ field }) => field)].join(' ');
  }
}

describe('creating under an id of the caller', () => {
  // One row is what the insert met, what stands under the id, and the outcome.
  // prettier-ignore
  it.each([
    ['a free id',                   found,                      nothing,    'row 1'],
    ['the same again',              nothing,                    found,      'row 1'],
    ['the id with another content', nothing,                    foundOther, 'id_reused'],
    ['the same at the same time',   skuTaken,                   found,      'row 1'],
    ['a SKU of something else',     skuTaken,                   nothing,    'name_taken sku'],
    ['both',                        skuTaken,                   foundOther, 'id_reused'],
    ['a unit that is not there', broken('23503', 'products_unit_fkey'), nothing, 'not_found unit'],
    ['a broken disk',               broken('58030', 'disk'),    nothing,    'disk'],
  ] as const)('%s', async (_name, insert, find, expected) => {
    expect(await outcomeOf({ insert, find })).toBe(expected);
  });
});
