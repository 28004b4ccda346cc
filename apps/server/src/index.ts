/** The server's door, for the commands and for tests. */
export { apiDocument, eventDocument } from './api-document.ts';
export { assemble } from './assemble.ts';
export type { Assembly } from './assemble.ts';
export { serveUntilStopped } from './cli/serve.ts';
export { ConfigError, readConfig } from './config.ts';
export type { Config } from './config.ts';
export { makeDemo } from './demo.ts';
export { allInvariants, checkInvariants } from './invariant-check.ts';
export type { Breach } from './invariant-check.ts';
export { allOperations, modules } from './modules.ts';
export { capabilities, dependencies, faultModes, outcomeOf, outcomeWords } from './resilience.ts';
export type { Capability, CapabilityName, Dependency, FaultMode, Outcome } from './resilience.ts';
export { openAssembly, serve } from './serve.ts';
export type { Running } from './serve.ts';
