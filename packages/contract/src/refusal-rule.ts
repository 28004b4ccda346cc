/** What a no consists of. */

/** What a register does: park it for a person, try again later, renew its token or its lease. */
export type RegisterFate = 'park' | 'retry' | 'renew_token' | 'renew_lease' | 'ask_manager';

export interface RefusalRule {
  readonly status: number;
  readonly register: RegisterFate;
  readonly title: string;
}
