/**
 * The second kind of trouble: a rule said no, and that is final for this request.
 *
 * One sentence to remember: `check…` returns, `refuse` answers, everything else is a fault.
 */
import { isRefusalCode, refusals } from '@evertill/contract';
import type { RefusalCode, RefusalRule } from '@evertill/contract';

export interface FieldError {
  /** Where, in wire names: `lines.0.unit_price`. */
  readonly field: string;
  readonly message: string;
}

export interface RefusalDetail {
  readonly detail?: string;
  readonly fields?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Further members of the problem body, in wire names. */
  readonly members?: Readonly<Record<string, string>>;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly members: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(detail.detail ?? refusals[code].title);
    this.code = code;
    this.fields = detail.fields ?? [];
    this.retryAfterSeconds = detail.retryAfterSeconds;
    this.members = detail.members ?? {};
  }

  get rule(): RefusalRule {
    return refusals[this.code];
  }
}

export function refuse(code: RefusalCode, detail: RefusalDetail = {}): never {
  throw new Refusal(code, detail);
}

/** The RFC 9457 body of a refusal or, for anything else, of a fault that tells nothing. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly trace_id: string;
  readonly errors?: readonly FieldError[];
}

export function problemOf(error: unknown, traceId: string): Problem {
  if (!(error instanceof Refusal)) {
    return {
      type: 'urn:evertill:problem:fault',
      title: 'Something broke on our side.',
      status: 500,
      code: 'fault',
      detail: 'It was written down under the trace id. Nothing of this request was kept.',
      trace_id: traceId,
    };
  }
  return {
    ...error.members,
    type: `urn:evertill:problem:${error.code}`,
    title: error.rule.title,
    status: error.rule.status,
    code: error.code,
    detail: error.message,
    trace_id: traceId,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
  };
}

/** A problem body from a neighbour becomes the refusal it was, with when to come again. */
export function refusalFrom(problem: unknown, retryAfterSeconds?: number): Refusal | undefined {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return undefined;
  const { code } = problem;
  if (typeof code !== 'string' || !isRefusalCode(code)) return undefined;
  const detail = 'detail' in problem && typeof problem.detail === 'string' ? problem.detail : '';
  return new Refusal(code, {
    detail,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
