/**
 * How what modules tell gets to those that listen. The relay takes from the outbox and the inbox
 * takes in, on every bus; a bus is the way between them, and never what makes an event certain.
 */
import { listeners, mayTell } from '@evertill/contract';
import type { EventType } from '@evertill/contract';
import type { Deliver } from './inbox.ts';
import { isModuleName } from './module.ts';
import type { ModuleName } from './module.ts';
import type { Consumer } from './relay.ts';

export interface Bus {
  /** To whom the relay of this module carries what it told. */
  readonly consumersOf: (source: ModuleName) => readonly Consumer[];
  /** Begins to take in for the modules of this process. Never fails: a broker may come later. */
  readonly start: () => void;
  /** Until everything that was carried is taken in by the modules of this process. */
  readonly drain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** From the relay straight into the inbox, in this process or over HTTP. */
export function directBus(deliverTo: (name: ModuleName) => Deliver): Bus {
  return {
    consumersOf: (source) =>
      listenersOf(source).map(({ name, types }) => ({ name, types, deliver: deliverTo(name) })),
    start: () => undefined,
    drain: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

/** Who listens to what this module tells, from the contract; where they live is no matter here. */
export function listenersOf(
  source: ModuleName,
): readonly { readonly name: ModuleName; readonly types: ReadonlySet<EventType> }[] {
  const types = new Map<ModuleName, Set<EventType>>();
  for (const [type, names] of Object.entries(listeners)) {
    if (!mayTell(source, type as EventType)) continue;
    for (const name of names) {
      if (!isModuleName(name)) throw new Error(`no module ${name} can listen`);
      const heard = types.get(name) ?? new Set<EventType>();
      types.set(name, heard.add(type as EventType));
    }
  }
  return [...types].map(([name, heard]) => ({ name, types: heard }));
}
