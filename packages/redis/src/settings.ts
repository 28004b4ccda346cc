/** Where Redis is. The URL may hold a password, so it is never logged. */
export interface RedisSettings {
  /** `redis://` or, over TLS, `rediss://`, with user, password and database where there are any. */
  readonly url: string;
  /** What every key and channel begins with: several installations may share one Redis. */
  readonly prefix: string;
  /** Nobody waits longer than this for an answer. */
  readonly deadlineMs: number;
}
