/** The id of nobody: where something must be looked up and nothing may be found. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';
