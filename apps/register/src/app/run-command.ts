/** Does what a key stands for, where it makes sense on the screen that is shown. */
import type { App } from './app.ts';
import type { Command } from './commands.ts';
import { startPaying } from './start-paying.ts';

type Does = Command['does'];
type Act = (app: App) => void;
type LineAct = (app: App, lineId: string, command: Command) => void;

/** On every screen. */
const anywhere: Readonly<Partial<Record<Does, Act>>> = {
  help: ({ navigation }) => navigation.open({ kind: 'keys' }),
  menu: ({ till, navigation }) => {
    if (till.store.getState().cashier !== null) navigation.open({ kind: 'menu' });
  },
  drawer: ({ till, navigation }) => {
    const { cashier, session } = till.store.getState();
    if (cashier !== null && session !== null) navigation.open({ kind: 'no-sale' });
  },
  undo: ({ till }) => till.selling.undo(),
  back: goBack,
};

/** While something is being sold. */
const selling: Readonly<Partial<Record<Does, Act>>> = {
  search: () => document.getElementById('search-field')?.focus(),
  customer: ({ navigation }) => navigation.open({ kind: 'customer' }),
  discount: ({ till, navigation }) => {
    const { cart, selectedLineId } = till.store.getState();
    if (cart.lines.length > 0) navigation.open({ kind: 'discount', lineId: selectedLineId });
  },
  coupon: ({ till, navigation }) => {
    if (till.store.getState().cart.lines.length > 0) navigation.open({ kind: 'coupon' });
  },
  park: ({ till, navigation }) => {
    const { cart, parked } = till.store.getState();
    if (cart.lines.length === 0 && parked.length > 0) navigation.open({ kind: 'parked' });
    else till.selling.park();
  },
  pay: startPaying,
  previous: (app) => moveSelection(app, -1),
  next: (app) => moveSelection(app, 1),
};

/** To the line that is selected, or was added last. */
const onLine: Readonly<Partial<Record<Does, LineAct>>> = {
  quantity: ({ navigation }, lineId) => navigation.open({ kind: 'quantity', lineId }),
  digit: ({ navigation }, lineId, { digit: typed }) =>
    navigation.open({ kind: 'quantity', lineId, typed }),
  price: ({ navigation }, lineId) => navigation.open({ kind: 'price', lineId }),
  remove: ({ till }, lineId) => till.selling.removeLine(lineId),
  more: ({ till }, lineId) => till.selling.step(lineId, 1),
  less: ({ till }, lineId) => till.selling.step(lineId, -1),
};

export function runCommand(command: Command, app: App): void {
  const { does } = command;
  anywhere[does]?.(app);
  const { finished, session, selectedLineId, cart } = app.till.store.getState();
  const { place } = app.navigation.store.getState();
  if (place.at !== 'sell' || finished !== null || session === null) return;
  selling[does]?.(app);
  const lineId = selectedLineId ?? cart.lastLineId;
  if (lineId !== null) onLine[does]?.(app, lineId, command);
}

function goBack({ till, navigation }: App): void {
  const { place } = navigation.store.getState();
  if (place.at === 'pay') till.paying.stopPaying();
  if (place.at === 'sell') till.selling.select(null);
  else navigation.go({ at: 'sell' });
}

function moveSelection({ till }: App, by: number): void {
  const { cart, selectedLineId } = till.store.getState();
  const at = cart.lines.findIndex(({ lineId }) => lineId === (selectedLineId ?? cart.lastLineId));
  const next = cart.lines[Math.max(0, Math.min(at + by, cart.lines.length - 1))];
  if (next !== undefined) till.selling.select(next.lineId);
}
