/** The client's door: for the sale screen, the replay and whoever else calls the public API. */
export { ApiProblem, NoAnswer, StrangeAnswer } from './answers.ts';
export type { ProblemCode } from './answers.ts';
export { openApi } from './api.ts';
export type { Api, ApiOptions } from './api.ts';
export { makeClient } from './client.ts';
export type { CallOptions, Client, ClientOptions } from './client.ts';
export type { components, operations, paths } from './generated/native.ts';
export { isTransient, retryDelayMs, withPatience } from './patience.ts';
export type { Patience } from './patience.ts';
export { tenantIdOf } from './token-renewal.ts';
export type { TokenSource } from './token-renewal.ts';
