/** Where Vault is, and how we say who we are. Secrets stand in files, and are never logged. */
export type VaultLogin =
  | {
      readonly kind: 'approle';
      readonly mount: string;
      readonly roleIdFile: string;
      readonly secretIdFile: string;
    }
  | {
      readonly kind: 'kubernetes';
      readonly mount: string;
      readonly role: string;
      readonly tokenFile: string;
    }
  /** A token that somebody else made, and puts there anew when it cannot be renewed any more. */
  | { readonly kind: 'token'; readonly tokenFile: string };

export interface VaultSettings {
  /** `https://host:8200`; without TLS only where nobody listens between. */
  readonly address: string;
  readonly namespace: string | undefined;
  readonly login: VaultLogin;
  /** PEM file of the authority that vouches for Vault; the system's where there is none. */
  readonly authorityFile: string | undefined;
  /** Where the transit engine is mounted; it has one key for each shop. */
  readonly transitMount: string;
  /** Where the key-value engine, version 2, is mounted. */
  readonly keyValueMount: string;
  /** Where the engine is that lends log-ins at the database; undefined: it lends none. */
  readonly databaseMount?: string | undefined;
  /** What the names of keys begin with, for several installations on one Vault. */
  readonly prefix: string;
  /** Nobody waits longer than this for an answer. */
  readonly deadlineMs: number;
}
