/** The refusals that no test provokes yet. This list only ever gets shorter. */
export const unprovoked: ReadonlySet<string> = new Set([]);
