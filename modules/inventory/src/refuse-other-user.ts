/** `created_by`, where a body carries it, is whoever asks; or, in a change, whoever did first. */
import { refuse } from '@evertill/kernel';
import type { TenantContext } from '@evertill/kernel';

export function refuseOtherUser(
  { userId }: TenantContext,
  createdBy: string | undefined,
  madeBy: string | null = null,
): void {
  const named = createdBy?.toLowerCase();
  if (named === undefined || named === userId || named === madeBy) return;
  refuse('input_invalid', { fields: [{ field: 'created_by', message: 'must be who asks' }] });
}
