/** PostgreSQL refuses to run as root, so a few steps differ then. False on Windows. */
export const isRoot = process.getuid?.() === 0;
