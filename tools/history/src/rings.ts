/** Rings in a directed graph: one, short, for each knot of nodes that all reach each other. */

export interface Graph<Kind> {
  /** Nodes from here on are only ways between others, and make no ring by themselves. */
  readonly size: number;
  readonly edges: ReadonlyMap<number, readonly { readonly to: number; readonly kind: Kind }[]>;
}

export interface Edge<Kind> {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

export function ringsOf<Kind>(graph: Graph<Kind>): (readonly Edge<Kind>[])[] {
  return knotsOf(graph).flatMap((knot) => {
    const start = knot.reduce((one, other) => Math.min(one, other));
    if (start >= graph.size) return [];
    const ring = shortestRing(graph, start, new Set(knot));
    return ring === undefined ? [] : [ring];
  });
}

/** Breadth first from a node back to itself, within its knot. */
function shortestRing<Kind>(
  { edges }: Graph<Kind>,
  start: number,
  knot: ReadonlySet<number>,
): readonly Edge<Kind>[] | undefined {
  const cameBy = new Map<number, Edge<Kind>>();
  // It grows while it is gone through.
  const queue = [start];
  for (const from of queue) {
    for (const { to, kind } of edges.get(from) ?? []) {
      if (!knot.has(to) || cameBy.has(to)) continue;
      cameBy.set(to, { from, to, kind });
      if (to === start) return wayBack(cameBy, start);
      queue.push(to);
    }
  }
  return undefined;
}

function wayBack<Kind>(
  cameBy: ReadonlyMap<number, Edge<Kind>>,
  start: number,
): readonly Edge<Kind>[] {
  const ring: Edge<Kind>[] = [];
  for (let at: number | undefined = start; at !== undefined;) {
    const edge = cameBy.get(at);
    if (edge === undefined) break;
    ring.unshift(edge);
    at = edge.from === start ? undefined : edge.from;
  }
  return ring;
}

/** Tarjan's strongly connected components of more than one node, without recursion. */
function knotsOf<Kind>({ edges }: Graph<Kind>): (readonly number[])[] {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const isOnStack = new Set<number>();
  const knots: (readonly number[])[] = [];
  const enter = (node: number): Frame => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    isOnStack.add(node);
    return { node, next: 0 };
  };
  const lower = (node: number, to: number): void => {
    low.set(node, Math.min(low.get(node) ?? to, to));
  };
  const leave = (node: number): void => {
    if (low.get(node) !== index.get(node)) return;
    const knot: number[] = [];
    for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
      isOnStack.delete(one);
      knot.push(one);
      if (one === node) break;
    }
    if (knot.length > 1) knots.push(knot);
  };
  for (const root of edges.keys()) {
    if (index.has(root)) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const out = edges.get(frame.node) ?? [];
      const to = out[frame.next]?.to;
      frame.next += 1;
      if (to === undefined) {
        frames.pop();
        leave(frame.node);
        const parent = frames.at(-1);
        if (parent !== undefined) lower(parent.node, low.get(frame.node) ?? 0);
      } else if (!index.has(to)) {
        frames.push(enter(to));
      } else if (isOnStack.has(to)) {
        lower(frame.node, index.get(to) ?? 0);
      }
    }
  }
  return knots;
}

interface Frame {
  readonly node: number;
  next: number;
}
