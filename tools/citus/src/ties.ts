/** Which columns are known to be equal to each other, and to the one tenant of a statement. */

/** What a value that is known before the statement runs is equal to: the tenant. */
export const TENANT = 'the tenant';

export interface Ties {
  readonly tie: (one: string | undefined, other: string | undefined) => void;
  readonly isTied: (column: string) => boolean;
}

export function makeTies(): Ties {
  const parents = new Map<string, string>();
  const root = (name: string): string => {
    const parent = parents.get(name);
    return parent === undefined ? name : root(parent);
  };
  return {
    tie: (one, other) => {
      if (one === undefined || other === undefined) return;
      const [a, b] = [root(one), root(other)];
      if (a !== b) parents.set(a, b);
    },
    isTied: (column) => root(column) === root(TENANT),
  };
}
