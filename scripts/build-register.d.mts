/** Comes back when the till is built. Throws where it cannot be. `root`: of this repository. */
export function buildRegister(root: string): Promise<void>;
