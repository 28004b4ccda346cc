/**
 * The one way in. HTTP and neighbours enter here alike, so that access, validation and refusals
 * cannot differ: access, tenant, schema, deadline, trace; then the use case.
 */
import { TIMEOUT_MS_DEFAULT, canonicalBodyToShow, mayDo } from '@evertill/contract';
import type { Access, Operation } from '@evertill/contract';
import { createHash } from 'node:crypto';
import type { Context } from './context.ts';
import { traceIdOf } from './context.ts';
import type { Log } from './log.ts';
import type { Answer, Module } from './module.ts';
import { Refusal, refuse } from './refusal.ts';
import { checkSchema, refuseUnlessFits } from './schema-check.ts';
import type { World } from './surroundings.ts';
import { noTraces } from './traces.ts';
import type { Traces } from './traces.ts';

export type Dispatch = (name: string, context: Context, input: unknown) => Promise<unknown>;

export interface DispatchOptions {
  readonly world: World;
  readonly log: Log;
  /** Answers are checked against the contract too, in tests and wherever it is asked for. */
  readonly isOutputChecked: boolean;
  /** Nobody is told how long anything took when there are none. */
  readonly traces?: Traces;
  /** Called after an operation that changed who may do what. */
  readonly onRightsChanged?: () => void;
}

/** The dispatch of the modules that live in this process. */
export function makeDispatch(modules: readonly Module[], options: DispatchOptions): Dispatch {
  const { traces = noTraces } = options;
  const answers = new Map<string, Answer>();
  for (const module of modules) {
    for (const one of module.answers) {
      if (answers.has(one.operation.name)) throw new Error(`two answers: ${one.operation.name}`);
      answers.set(one.operation.name, one);
    }
  }
  return async (name, context, input) => {
    const found = answers.get(name);
    if (found === undefined) throw new Error(`nothing here answers ${name}`);
    const { operation } = found;
    refuseAccess(operation.access, context);
    refuseUnlessFits(operation.input, input);
    const limitMs = operation.timeoutMs ?? TIMEOUT_MS_DEFAULT;
    const deadlineMs = Math.min(context.deadlineMs, options.world.clock.now().getTime() + limitMs);
    const fingerprint = fingerprintOf(operation, input);
    const mayLag = operation.mayLag === true;
    const own = copied(context, input);
    const run = traces.within(
      { name, kind: 'inside', traceparent: context.traceparent },
      (traceparent) => found.run({ ...context, deadlineMs, fingerprint, mayLag, traceparent }, own),
    );
    // Also when nobody waits any more, or it failed after its commit.
    const tellRights = operation.changesRights === true ? options.onRightsChanged : undefined;
    const output = await inTime(
      tellRights === undefined ? run : run.finally(tellRights),
      deadlineMs,
      options.world,
    );
    if (options.isOutputChecked) assertOutput(found, output);
    options.world.reached('dispatch.answered', name);
    return copied(context, output);
  };
}

/**
 * Between modules it is copied even in process, so that none can lean on shared memory and break
 * outside. What the door has read is nobody else's, and what it is given it only writes.
 */
function copied<T>({ caller }: Context, value: T): T {
  return caller === 'peer' ? structuredClone(value) : value;
}

/** The door has read the credential for this very access; here is the last word on it. */
function refuseAccess(access: Access, context: Context): void {
  if (context.caller === 'peer') return;
  if (access.kind === 'public') return;
  if (access.kind === 'peer') refuse('route_unknown');
  if (context.caller === 'public') refuse('token_missing');
  if (access.kind === 'operator') {
    if (context.caller !== 'operator') refuse('token_invalid');
    return;
  }
  if (context.caller === 'enrolment' && access.isForEnrolment === true) return;
  if (context.caller !== 'user') refuse('token_invalid');
  const { capability } = access;
  const isNarrowed = context.onlyCapabilities?.includes(capability) === false;
  if (isNarrowed || !mayDo(context.roles, capability)) {
    refuse('capability_missing', { detail: `This needs the capability ${capability}.` });
  }
}

/**
 * Stops waiting at the deadline. What runs on is bounded by PostgreSQL's statement timeout and, as
 * every write is repeatable, does no harm when it finishes after all.
 */
function inTime<T>(run: Promise<T>, deadlineMs: number, world: World): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = world.scheduler.after(
      Math.max(0, deadlineMs - world.clock.now().getTime()),
      () => {
        reject(new Refusal('deadline_exceeded', { retryAfterSeconds: 1 }));
      },
    );
    run.then(resolve, reject).finally(cancel);
  });
}

function assertOutput({ operation }: Answer, output: unknown): void {
  const flaws = checkSchema(operation.output, output);
  if (flaws.length > 0) {
    const list = flaws.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new Error(`${operation.name} broke its contract: ${list}`);
  }
}

/**
 * What a second request under the same id is compared by: SHA-256 of the canonical input. Taken
 * when it is asked for, since most requests never are compared, and of the input as it came.
 */
function fingerprintOf({ input: schema }: Operation, input: unknown): () => string {
  let taken: string | undefined;
  return () => (taken ??= sha256Hex(canonicalBodyToShow(schema, input)));
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What a log line about a call carries. */
export function logFields(name: string, context: Context): Record<string, unknown> {
  return {
    operation: name,
    trace_id: traceIdOf(context),
    tenant_id: context.tenantId,
    user_id: context.userId,
  };
}
