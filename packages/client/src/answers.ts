/**
 * What can come back instead of a result: a no in our own words, nothing at all, or something
 * that is not from us, such as a proxy's page.
 */
import { isRefusalCode } from '@evertill/contract';
import type { RefusalCode } from '@evertill/contract';

/** `fault`: something broke on the server's side, and it tells no more. */
export type ProblemCode = RefusalCode | 'fault';

export interface ProblemDetail {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  readonly retryAfterSeconds: number | undefined;
  readonly traceId: string | undefined;
}

/** A problem body (RFC 9457) of the server, as an error. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly fields: ProblemDetail['fields'];
  readonly retryAfterSeconds: number | undefined;
  readonly traceId: string | undefined;

  constructor(problem: ProblemDetail) {
    super(`${problem.code}: ${problem.detail}`);
    this.code = problem.code;
    this.status = problem.status;
    this.fields = problem.fields;
    this.retryAfterSeconds = problem.retryAfterSeconds;
    this.traceId = problem.traceId;
  }
}

/** Nobody answered: the request may have been carried out all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Somebody answered who is not our server: a proxy, a page for browsers, half an answer. */
export class StrangeAnswer extends Error {
  override readonly name = 'StrangeAnswer';
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, retryAfterSeconds?: number) {
    super(`an answer with status ${status} that is not this API's`);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The error that an answer other than success stands for. */
export function errorOf(response: Response, body: unknown): ApiProblem | StrangeAnswer {
  const retryAfterSeconds = retryAfterOf(response.headers);
  if (!isRecord(body)) return new StrangeAnswer(response.status, retryAfterSeconds);
  const { code, detail, errors, trace_id: traceId } = body;
  if (typeof code !== 'string' || !(code === 'fault' || isRefusalCode(code))) {
    return new StrangeAnswer(response.status, retryAfterSeconds);
  }
  return new ApiProblem({
    code,
    status: response.status,
    detail: typeof detail === 'string' ? detail : '',
    fields: Array.isArray(errors) ? (errors as ProblemDetail['fields']) : [],
    retryAfterSeconds,
    traceId: typeof traceId === 'string' ? traceId : undefined,
  });
}

/** Our server says it in seconds; a date from a proxy is left aside, since clocks differ. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  return text !== null && /^[0-9]{1,6}$/.test(text) ? Number(text) : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
