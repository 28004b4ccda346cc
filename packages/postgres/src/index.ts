/** The door of this package. */
export { freePort } from './free-port.ts';
export { openPostgres } from './open-postgres.ts';
export type { OpenOptions, Postgres } from './open-postgres.ts';
export { PostgresFault } from './fault.ts';
export type { PostgresFaultCode } from './fault.ts';
export type { Clock, Log, Progress } from './environment.ts';
export { pruneArchive, windowsOf } from './archive/archive-folder.ts';
export type { BaseCopy, Window } from './archive/archive-folder.ts';
export { copyCluster, takeBaseCopy } from './archive/base-copy.ts';
export { layOut } from './archive/lay-out.ts';
