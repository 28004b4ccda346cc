/** The keyboard: scans from whatever has the focus, and a key for every action of a sale. */
import { useEffect } from 'react';
import type { App } from './app.ts';
import { useApp } from './app.ts';
import { commandOf } from './commands.ts';
import type { Command } from './commands.ts';
import { makeWedge } from './wedge.ts';

/** Longer than between two keys of a scanner: only then is a single key a person's. */
const PERSON_MS = 45;

interface Begun {
  readonly input: HTMLInputElement | null;
  readonly value: string;
}

export function useKeys(): void {
  const app = useApp();
  useEffect(() => {
    const wedge = makeWedge();
    let begun: Begun = { input: null, value: '' };
    let callOff = (): void => undefined;
    const keyed = (event: KeyboardEvent): void => {
      const input = event.target instanceof HTMLInputElement ? event.target : null;
      const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
      const heard = wedge.feed({ key: event.key, atMs: event.timeStamp, hasModifier });
      callOff();
      if (heard.kind === 'begin') begun = { input, value: input?.value ?? '' };
      if (heard.kind === 'scan') {
        event.preventDefault();
        event.stopPropagation();
        takeBack(begun);
        void app.till.selling.scan(heard.text);
        return;
      }
      const isTyping = input !== null && input.type !== 'radio';
      const isCovered = app.navigation.store.getState().overlay !== null;
      const command = commandOf(event, { isTyping, isCovered: isCovered || isModal() });
      if (command === undefined) return;
      if (command.isCharacter) {
        // It may be the first letter of a scan: nothing is done until it is certain that it is not.
        callOff = app.after(PERSON_MS, () => run(command, app));
        return;
      }
      event.preventDefault();
      run(command, app);
    };
    window.addEventListener('keydown', keyed, { capture: true });
    return () => {
      callOff();
      window.removeEventListener('keydown', keyed, { capture: true });
    };
  }, [app]);
}

function isModal(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** What a scanner typed into a field was not meant for it. */
function takeBack({ input, value }: Begun): void {
  if (input === null || input.value === value) return;
  // React listens to the setter of the element, so the browser's own one is asked.
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  setter?.call(input, value);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

function run(command: Command, { till, navigation }: App): void {
  const state = till.store.getState();
  const { place } = navigation.store.getState();
  const lineId = state.selectedLineId ?? state.cart.lastLineId;
  const isSelling = place.at === 'sell' && state.finished === null && state.session !== null;
  if (command.does === 'help') return navigation.open({ kind: 'keys' });
  if (command.does === 'undo') return till.selling.undo();
  if (command.does === 'back') {
    if (place.at === 'pay') till.paying.stopPaying();
    if (place.at !== 'sell') return navigation.go({ at: 'sell' });
    return till.selling.select(null);
  }
  if (!isSelling) return undefined;
  switch (command.does) {
    case 'search':
      return document.getElementById('search-field')?.focus();
    case 'customer':
      return navigation.open({ kind: 'customer' });
    case 'discount':
      return state.cart.lines.length === 0
        ? undefined
        : navigation.open({ kind: 'discount', lineId: state.selectedLineId });
    case 'park':
      return state.cart.lines.length === 0 && state.parked.length > 0
        ? navigation.open({ kind: 'parked' })
        : till.selling.park();
    case 'pay':
      return till.paying.startPaying() ? navigation.go({ at: 'pay' }) : undefined;
    case 'previous':
      return moveSelection(till, -1);
    case 'next':
      return moveSelection(till, 1);
  }
  if (lineId === null) return undefined;
  switch (command.does) {
    case 'quantity':
      return navigation.open({ kind: 'quantity', lineId });
    case 'digit':
      return navigation.open({ kind: 'quantity', lineId, typed: command.digit });
    case 'price':
      return navigation.open({ kind: 'price', lineId });
    case 'remove':
      return till.selling.removeLine(lineId);
    case 'more':
      return till.selling.step(lineId, 1);
    case 'less':
      return till.selling.step(lineId, -1);
  }
}

function moveSelection({ store, selling }: App['till'], by: number): void {
  const { cart, selectedLineId } = store.getState();
  const at = cart.lines.findIndex(({ lineId }) => lineId === (selectedLineId ?? cart.lastLineId));
  const next = cart.lines[Math.max(0, Math.min(at + by, cart.lines.length - 1))];
  if (next !== undefined) selling.select(next.lineId);
}
