/** The refusals that no test provokes yet. This list only ever gets shorter. */
export const unprovoked: ReadonlySet<string> = new Set([
  'adjustment_decided',
  'approver_is_creator',
  'deadline_exceeded',
  'tenant_suspended',
]);
