/** When somebody was seen, and when first. */
import { refuse } from '@evertill/kernel';

export function refuseUnseen(firstSeen: Date, lastSeen: Date): void {
  if (firstSeen <= lastSeen) return;
  const fields = [{ field: 'last_seen', message: 'is before first_seen' }];
  refuse('input_invalid', { detail: 'last_seen is before first_seen', fields });
}
