/**
 * PostgreSQL's own parse tree, as libpg-query gives it: objects with one key, which is the kind of
 * the node. Only what the judges look at has a name here.
 */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{ SelectStmt: {…} }` as its kind and its content; undefined for what is no node. */
export function nodeOf(value: unknown): { readonly kind: string; readonly is: Tree } | undefined {
  if (!isTree(value)) return undefined;
  const [kind, ...others] = Object.keys(value);
  const is = kind === undefined ? undefined : value[kind];
  if (kind === undefined || others.length > 0 || !isTree(is) || !/^[A-Z]/.test(kind)) {
    return undefined;
  }
  return { kind, is };
}

/** The content of a node of this kind, or undefined. */
export function asKind(value: unknown, kind: string): Tree | undefined {
  const node = nodeOf(value);
  return node?.kind === kind ? node.is : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function textOf(value: unknown): string | undefined {
  const text = asKind(value, 'String')?.['sval'];
  return typeof text === 'string' ? text : undefined;
}

/** The words of a name: `a.tenant_id` is two. A star is none. */
export function wordsOf(values: unknown): readonly string[] {
  return listOf(values).flatMap((value) => textOf(value) ?? []);
}

/** Every child of a value, whatever it is. */
export function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isTree(value) ? Object.values(value) : [];
}

/** Every node of a kind, at any depth. */
export function* everyNode(value: unknown, kind: string): Generator<Tree> {
  const found = asKind(value, kind);
  if (found !== undefined) yield found;
  for (const child of childrenOf(value)) yield* everyNode(child, kind);
}
