/** The door of the register's sync engine. SPEC.md says what it promises. */
export * from './copies.ts';
export * from './engine-port.ts';
export * from './journal-storage.ts';
export * from './kept-operation.ts';
export * from './lease-port.ts';
export { memoryDisk, memoryJournal } from './memory-journal.ts';
export type { MemoryDisk, MemoryJournalOptions } from './memory-journal.ts';
export type * from './server-port.ts';
export { engineEvents, engineStates, nextState } from './states.ts';
export type { EngineEvent, EngineState } from './states.ts';
export * from './sync-status.ts';
export { realWorld } from './world.ts';
export type { World } from './world.ts';
