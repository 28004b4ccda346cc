/** What any answer must be, whatever was asked: in our words, as the contract says, no faults. */
import { codecOf, isRefusalCode, refusals } from '@evertill/contract';
import type { Operation, RefusalCode } from '@evertill/contract';
import { checkSchema } from '@evertill/kernel';
import type { OddRequest } from './requests.ts';

export interface Answered {
  readonly response: Response;
  readonly text: string;
}

/** What the door itself may answer, whatever the operation. */
const ofTheDoor: readonly RefusalCode[] = [
  'body_not_json',
  'body_too_large',
  'media_type_unsupported',
  'route_unknown',
  'method_not_allowed',
  'input_invalid',
  'token_missing',
  'token_invalid',
  'capability_missing',
  'tenant_mismatch',
  'rate_limited',
];

const innards =
  /node_modules|\.ts:\d|\bat [\w.<>]+ \(|SELECT |INSERT INTO|relation "|syntax error|duplicate key|violates|PostgreSQL|pg_/;

/** Answers the refusal's code, or the word for a success; throws what is wrong with the answer. */
export function judge(operation: Operation, request: OddRequest, answered: Answered): string {
  const { response, text } = answered;
  const { method, path, body } = request;
  const fail = (why: string): never => {
    const asked = `${method} ${path} ${body ?? ''}`.slice(0, 1_500);
    throw new Error(
      `${operation.name}: ${why}\n${asked}\n→ ${response.status} ${text.slice(0, 800)}`,
    );
  };
  if (response.status >= 500) fail('a fault');
  if (innards.test(text)) fail('it tells of its innards');
  const isSpoilt = method !== operation.http?.method || !path.startsWith(stemOf(operation));
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) {
    if (!type.startsWith('application/problem+json')) fail(`a problem as ${type}`);
    if (method === 'HEAD') return 'a bare no';
    const problem = JSON.parse(text) as { code: string; status: number; trace_id: string };
    const { code } = problem;
    if (!isRefusalCode(code)) return fail('no such code');
    if (refusals[code].status !== response.status) fail('another status than its code has');
    if (problem.status !== response.status) fail('another status than it says');
    if (!/^[0-9a-f]{32}$/.test(problem.trace_id)) fail('no trace');
    const isSaid = operation.refusals.includes(code) || ofTheDoor.includes(code);
    if (!isSpoilt && !isSaid) fail(`${code} is not among its refusals`);
    return code;
  }
  if (!isSpoilt) {
    const flaw = flawOf(operation, answered, type);
    if (flaw !== undefined) fail(flaw);
  }
  return 'done';
}

const stemOf = ({ http }: Operation): string => (http?.path ?? '').split('{')[0] ?? '';

/** What of a success is not as the contract says. */
function flawOf(operation: Operation, { response, text }: Answered, type: string) {
  const { http, output, isList } = operation;
  if (response.status === 204) return text === '' ? undefined : 'a body that there should not be';
  if (http?.produces !== undefined) {
    return type.startsWith(http.produces) ? undefined : `${type}, not ${http.produces}`;
  }
  if (!type.startsWith('application/json')) return `a success as ${type}`;
  const said: unknown = JSON.parse(text);
  const total = Number(response.headers.get('x-total-count'));
  const wire = isList === true ? { items: said, total_count: total, next_cursor: null } : said;
  const { value, unknown } = codecOf(output).read(wire);
  if (unknown.length > 0) return `it says more than the contract: ${unknown.join(', ')}`;
  const flaws = checkSchema(output, value);
  return flaws.length === 0 ? undefined : `it does not fit: ${JSON.stringify(flaws)}`;
}
