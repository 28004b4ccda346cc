/** Where Redis is. The URL may hold a password, so it is never logged. */
export interface RedisSettings {
  /** `redis://` or, over TLS, `rediss://`, with user, password and database where there are any. */
  readonly url: string;
  /** PEM of the authority that vouches for it over TLS; the system's where there is none. */
  readonly authority?: string | undefined;
  /** What every key and channel begins with: several installations may share one Redis. */
  readonly prefix: string;
  /** Nobody waits longer than this for an answer. */
  readonly deadlineMs: number;
}
