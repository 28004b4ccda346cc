/** The client's door: for the sale screen, the replay and whoever else calls the public API. */
export { ApiProblem, NoAnswer, StrangeAnswer } from './answers.ts';
export type { ProblemCode } from './answers.ts';
export { makeClient, tenantIdOf } from './client.ts';
export type { CallOptions, Client, ClientOptions, TokenSource } from './client.ts';
export { isTransient, retryDelayMs, withPatience } from './patience.ts';
export type { Patience } from './patience.ts';
