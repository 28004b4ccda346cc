/**
 * A module is data: what it answers, what it reacts to. It receives its surroundings; where the
 * others live is not its business, and it cannot find out.
 */
import type { Event, EventType, InputOf, Operation, OutputOf } from '@evertill/contract';
import type { Call, TenantContext } from './context.ts';
import type { Transaction } from './database.ts';

export type UseCase<O extends Operation> = (
  context: Call,
  input: InputOf<O>,
) => Promise<OutputOf<O>>;

/** A use case of somebody logged in, or of a neighbour on behalf of a shop. */
export type TenantUseCase<O extends Operation> = (
  context: Call<TenantContext>,
  input: InputOf<O>,
) => Promise<OutputOf<O>>;

export interface Answer {
  readonly operation: Operation;
  readonly run: (context: Call, input: unknown) => Promise<unknown>;
}

/** Ties an operation to the one function that does it. */
export function answer<O extends Operation>(operation: O, useCase: TenantUseCase<O>): Answer {
  return {
    operation,
    run: (context, input) => {
      const { tenantId } = context;
      if (tenantId === null) throw new Error(`${operation.name} needs a tenant`);
      return useCase({ ...context, tenantId }, input as InputOf<O>);
    },
  };
}

/** The same for the few operations that come before any tenant is known. */
export function answerAnyone<O extends Operation>(operation: O, useCase: UseCase<O>): Answer {
  return { operation, run: (context, input) => useCase(context, input as InputOf<O>) };
}

export interface Reaction {
  readonly type: EventType;
  readonly run: (tx: Transaction, events: readonly Event[]) => Promise<void>;
}

/**
 * What a module does when something is told. The events are of one tenant, in order, each for the
 * first time; their effect and the note that they were seen stand or fall together.
 */
export function on<T extends EventType>(
  type: T,
  run: (tx: Transaction, events: readonly Event<T>[]) => Promise<void>,
): Reaction {
  return { type, run: (tx, events) => run(tx, events as readonly Event<T>[]) };
}

/** Done by itself, for one shop at a time. It may be done twice, or by two at once. */
export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (tenantId: string) => Promise<void>;
}

export interface Module {
  readonly name: ModuleName;
  readonly answers: readonly Answer[];
  readonly reactions: readonly Reaction[];
  readonly chores?: readonly Chore[];
}

/** Every module there is, with the port it has when it runs alone (product.md §4). */
export const modulePorts = {
  auth: 8085,
  catalog: 8081,
  orders: 8084,
  inventory: 8087,
  payments: 8086,
  purchasing: 8090,
  customers: 8089,
  audit: 8092,
} as const;
export type ModuleName = keyof typeof modulePorts;
export const moduleNames = Object.keys(modulePorts) as readonly ModuleName[];

export function isModuleName(name: string): name is ModuleName {
  return Object.hasOwn(modulePorts, name);
}

/** `orders.push` is the module orders' to answer. */
export function moduleOf(operationName: string): ModuleName {
  const name = operationName.split('.')[0] ?? '';
  if (!isModuleName(name)) throw new Error(`no module answers ${operationName}`);
  return name;
}
