/** Operations that have no example yet. This list only gets shorter: a test holds it to that. */
export const withoutExample: readonly string[] = [];
