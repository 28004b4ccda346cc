/** What the server says of what was sent, whether many went together or one went alone. */
import type { Answer } from './http-call.ts';

export interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly code: string;
  readonly hash: string;
  readonly flags: readonly string[];
}

export type Results =
  | { readonly kind: 'results'; readonly results: readonly Result[] }
  /** Nothing is known, or nothing can be done just now: the same again. */
  | { readonly kind: 'later'; readonly code: string }
  | { readonly kind: 'refused'; readonly text: string };

interface WireResult {
  readonly id: string;
  readonly outcome: string;
  readonly code?: string;
  readonly body_hash: string;
  readonly flags: readonly string[];
}

/** A register renews token or lease, or waits, on these; on anything else it was refused. */
const passing = new Set(['fencing_stale', 'sequence_gap', 'in_progress', 'rate_limited']);

export function readResults({ status, body }: Answer): Results {
  const fields = body as { readonly code?: string; readonly results?: readonly WireResult[] };
  const { code = '' } = fields;
  if (status === 401 || status >= 500 || passing.has(code)) return { kind: 'later', code };
  if (status >= 300) return { kind: 'refused', text: `${status} ${JSON.stringify(body)}` };
  const wire = fields.results ?? [body as WireResult];
  const results = wire.map(({ id, outcome, code: why = '', body_hash: hash, flags }) => {
    return { id, outcome, code: why, hash, flags };
  });
  return { kind: 'results', results };
}
