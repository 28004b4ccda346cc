/**
 * What an operation is: its name, its address, who may ask, what goes in, what comes out.
 *
 * Pure data. The door, the peers, the OpenAPI document and the typed client all read it.
 */
import type { z } from 'zod';
import type { Capability } from './capabilities.ts';
import type { RefusalCode } from './refusals.ts';

/**
 * Who may ask. `peer` is another module of ours; it is never reachable with a user's token.
 * `operator` runs the platform: a plane of its own, with tokens that no shop takes.
 */
export type Access =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'user';
      readonly capability: Capability;
      /** Also with the token of somebody who must enrol a second factor before logging in. */
      readonly isForEnrolment?: true;
    }
  | { readonly kind: 'operator' }
  | { readonly kind: 'peer' };

export interface Operation<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** module dot verb, identical in contract, route, log and docs. */
  readonly name: string;
  /** Absent for operations that only neighbours ask. */
  readonly http?: {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
    /** `/api/products/{product_id}/`: wire names in braces. */
    readonly path: string;
    /** Where it answers too, for programs that know it by another spelling. */
    readonly alias?: string;
    /** The status of success; 200 unless the use case says otherwise through `Created`. */
    readonly success?: 200 | 201 | 204;
    readonly bodyBytesMax?: number;
    /**
     * What it is counted as where requests are limited: as a read or a write unless it says so.
     * `sync` is the traffic of registers, `heavy` what reads much of the database for one answer.
     */
    readonly load?: 'sync' | 'heavy';
    /** The device key travels in X-Register-Key; or may, for what only a device is told. */
    readonly registerKey?: true | 'optional';
    /** The media type, when it answers bytes and no JSON; the output is then a `byteAnswer`. */
    readonly produces?: string;
    /** With `X-Client: browser` the field `refresh` travels in a cookie: given, read, ended. */
    readonly refreshCookie?: 'give' | 'renew' | 'clear';
  };
  readonly summary: string;
  readonly access: Access;
  readonly input: Input;
  readonly output: Output;
  /** A list answers with a bare array, `Link` and `X-Total-Count`. */
  readonly isList?: true;
  /**
   * Of what makes something: the field of the input with the id that the maker gives it, in code
   * names. With a dot it is a field of each item of a list. The header `Idempotency-Key` fills it.
   */
  readonly ownId?: string;
  /**
   * Asked twice it does no more than asked once, whatever its method says: it only reads, or its
   * input has an id that it is known by. Neighbours that get no answer may ask it again.
   */
  readonly isRepeatable?: true;
  /** It changes who may do what: what a process remembers of that is forgotten afterwards. */
  readonly changesRights?: true;
  /** Longest time it may take, neighbours included. */
  readonly timeoutMs?: number;
  readonly refusals: readonly RefusalCode[];
}

/** One exchange as the native wire has it, for people to read and to try. */
export interface OperationExample {
  /** Everything that is sent: what goes into the path, the query or the body, by its name. */
  readonly request?: unknown;
  /** Of a list, the bare array. Absent where nothing, or bytes, come back. */
  readonly response?: unknown;
}
export type Examples = Readonly<Record<string, OperationExample>>;

export type InputOf<O extends Operation> = z.output<O['input']>;
export type OutputOf<O extends Operation> = z.output<O['output']>;

export function operation<Input extends z.ZodType, Output extends z.ZodType>(
  definition: Operation<Input, Output>,
): Operation<Input, Output> {
  return definition;
}

/** Every path at which it answers; none where only neighbours ask. */
export function pathsOf({ http }: Operation): readonly string[] {
  if (http === undefined) return [];
  return http.alias === undefined ? [http.path] : [http.path, http.alias];
}

/** Whether it may be asked again by whoever does not know what became of it. */
export function mayRepeat({ http, isRepeatable, ownId }: Operation, input: unknown): boolean {
  if (isRepeatable === true || http?.method === 'GET') return true;
  // With a dot it is in each item of a list: whoever leaves one out could not be told from another.
  if (ownId === undefined || ownId.includes('.')) return false;
  return (input as Readonly<Record<string, unknown>>)[ownId] !== undefined;
}

export const TIMEOUT_MS_DEFAULT = 15_000;
export const BODY_BYTES_DEFAULT = 1024 * 1024;
/** Of an operation that asks for no token: whoever knocks is not known yet. */
export const BODY_BYTES_PUBLIC = 64 * 1024;
