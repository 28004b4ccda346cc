/** Who asks, for which shop, under which trace, until when. It travels with every call. */

export interface Context {
  /** Null only where nobody is logged in yet. */
  readonly tenantId: string | null;
  readonly userId: string | null;
  readonly roles: readonly string[];
  /** `enrolment`: somebody who must enrol a second factor first. `operator`: of no shop. */
  readonly caller: 'public' | 'user' | 'enrolment' | 'operator' | 'peer';
  /** Set for an API key: it may do these things alone, whatever its role may do besides. */
  readonly onlyCapabilities?: readonly string[];
  readonly traceparent: string;
  /** The device key of a register, where the door saw one. */
  readonly registerKey: string | null;
  /** The instant after which nobody waits for the answer any more, in milliseconds. */
  readonly deadlineMs: number;
}

/** A context of a shop: what everything behind the log-in has. */
export interface TenantContext extends Context {
  readonly tenantId: string;
}

/** What a use case receives: the context, and the mark of the very request it answers. */
export type Call<C extends Context = Context> = C & {
  /** Equal for two requests of one operation that say the same; passwords are no part of it. */
  readonly fingerprint: () => string;
};

export function traceIdOf(context: Pick<Context, 'traceparent'>): string {
  return context.traceparent.slice(3, 35);
}

const traceparentPattern = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Version 00, and neither of its ids is all zeros. */
export function isTraceparent(text: string): boolean {
  return traceparentPattern.test(text);
}

/** W3C trace context: goes on with the caller's trace, or starts one. */
export function traceparentFrom(
  header: string | undefined,
  bytes: (count: number) => Buffer,
): string {
  const span = bytes(8).toString('hex');
  if (header !== undefined && isTraceparent(header)) {
    return `${header.slice(0, 36)}${span}${header.slice(52)}`;
  }
  return `00-${bytes(16).toString('hex')}-${span}-01`;
}
