import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { PrintJob } from '@evertill/devices';
import { quietDevices } from '../app/devices.ts';
import type { DeviceState } from '../app/devices.ts';
import type { Where } from '../app/navigation.ts';
import { calmStatus } from '../till/journal.ts';
import type { TillState } from '../till/till-state.ts';
import { quietWatch } from './keep-app.ts';
import type { KeepAppParts } from './keep-app.ts';

/** A till of which only these few things are looked at. */
function quiet() {
  let nowMs = 0;
  let status = calmStatus;
  const state = { cart: { lines: [] }, payment: null, finished: null };
  const till = createStore<TillState>(() => state as unknown as TillState);
  const where = createStore<Where>(() => ({
    ...{ place: { at: 'sell' }, overlay: null, isTicketOpen: false },
  }));
  const devices = createStore<DeviceState>(() => quietDevices);
  const ports = { journal: { status: () => status } };
  const mayYield = quietWatch({
    till: { store: till, ports },
    navigation: { store: where },
    devices: { store: devices },
    world: { nowMs: () => nowMs },
  } as unknown as KeepAppParts);
  return {
    mayYield,
    set: (change: object) => till.setState(change as Partial<TillState>),
    go: (change: Partial<Where>) => where.setState(change),
    sync: (change: Partial<typeof calmStatus>) => {
      status = { ...calmStatus, ...change };
    },
    print: (kind: 'printing' | 'held') => {
      const job = { state: { kind } } as unknown as PrintJob;
      devices.setState({ jobs: [job] });
    },
    pass: (minutes: number) => {
      nowMs += minutes * 60_000;
    },
  };
}

it('lets the app be changed when nothing is open and nobody touched it for a while', () => {
  const one = quiet();
  expect(one.mayYield()).toBe(false);
  one.pass(1);
  expect(one.mayYield()).toBe(true);
  one.go({ isTicketOpen: true });
  expect(one.mayYield()).toBe(false);
  one.pass(1);
  expect(one.mayYield()).toBe(true);
});

it.each([
  ['a line in the cart', { cart: { lines: [{}] } }],
  ['a payment', { payment: {} }],
])('waits as long as there is %s', (_, change) => {
  const one = quiet();
  one.set(change);
  one.pass(600);
  expect(one.mayYield()).toBe(false);
});

it('waits while somebody is elsewhere in the app, and while the queue is being sent', () => {
  const one = quiet();
  one.pass(600);
  one.go({ place: { at: 'close' } });
  one.pass(600);
  expect(one.mayYield()).toBe(false);
  one.go({ place: { at: 'sell' }, overlay: { kind: 'menu' } });
  one.pass(600);
  expect(one.mayYield()).toBe(false);
  one.go({ overlay: null });
  one.sync({ waiting: 3 });
  one.pass(600);
  expect(one.mayYield()).toBe(false);
  // With the line down nothing is being sent: it will be sent by the next version.
  one.sync({ waiting: 3, line: 'offline' });
  expect(one.mayYield()).toBe(true);
});

it('leaves the change of a finished sale on the screen for ten minutes', () => {
  const one = quiet();
  one.set({ finished: {} });
  one.pass(9);
  expect(one.mayYield()).toBe(false);
  one.pass(1);
  expect(one.mayYield()).toBe(true);
});

it('not while a paper is just coming out; one that waits for its roll keeps nobody from it', () => {
  const one = quiet();
  one.pass(1);
  one.print('printing');
  expect(one.mayYield()).toBe(false);
  one.print('held');
  expect(one.mayYield()).toBe(true);
});
