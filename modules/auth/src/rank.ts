/** Who may do what to whom: an owner to everybody, a manager to employees, nobody above oneself. */
import type { Role } from '@evertill/contract';
import { refuse } from '@evertill/kernel';
import type { Context } from '@evertill/kernel';

/** A neighbour, and the platform's operator, act as an owner would. */
export function isOwner({ caller, roles }: Context): boolean {
  return caller === 'peer' || caller === 'operator' || roles.includes('owner');
}

export function refuseRank(context: Context, role: Role): void {
  if (!isOwner(context) && role !== 'cashier') refuse('rank_too_low');
}
