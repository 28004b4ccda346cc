/**
 * A till: everything a cashier can do, and nothing of how it looks. Screens ask it, the domain
 * reckons, the journal writes down and carries. It knows neither a browser nor React.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { coreOf, keepState, openSessionOf, readKeptState } from './till/core.ts';
import type { TillPorts } from './till/core.ts';
import { customersOf } from './till/customers.ts';
import type { Customers } from './till/customers.ts';
import { drawerOf } from './till/drawer.ts';
import { exchangingOf } from './till/exchanging.ts';
import type { Exchanging } from './till/exchanging.ts';
import { forgetCustomers } from './till/forget-customers.ts';
import type { DrawerActions } from './till/drawer.ts';
import { givingBackOf } from './till/giving-back.ts';
import type { GivingBack } from './till/giving-back.ts';
import { payingOf } from './till/paying.ts';
import type { Paying } from './till/paying.ts';
import { leftOnCounter } from './till/left-on-counter.ts';
import { peopleOf } from './till/people.ts';
import type { DigestPin, People } from './till/people.ts';
import { priceCart } from './till/price-cart.ts';
import type { PricedCart } from './till/price-cart.ts';
import { sellingOf } from './till/selling.ts';
import type { Selling } from './till/selling.ts';
import type { TillState } from './till/till-state.ts';
import type { TillRecord } from './till/records.ts';
import { voidingOf } from './till/voiding.ts';
import type { Voiding } from './till/voiding.ts';

export interface Till {
  readonly store: StoreApi<TillState>;
  readonly ports: TillPorts;
  readonly selling: Selling;
  readonly paying: Paying;
  readonly drawer: DrawerActions;
  readonly givingBack: GivingBack;
  readonly voiding: Voiding;
  readonly exchanging: Exchanging;
  readonly people: People;
  readonly customers: Customers;
  readonly records: () => readonly TillRecord[];
  /** The cart with its figures; undefined while this device knows no prices. */
  readonly priced: () => PricedCart | undefined;
  /** Follows what the ports learn: call once they have loaded what they keep. */
  readonly follow: () => () => void;
}

export interface TillOptions extends TillPorts {
  readonly digestPin: DigestPin;
}

export function makeTill({ digestPin, ...ports }: TillOptions): Till {
  const { catalogue, journal, keeper } = ports;
  const kept = readKeptState(keeper);
  const store = createStore<TillState>(() => ({
    cashier: null,
    ...leftOnCounter(kept, ports),
    selectedLineId: null,
    session: null,
    undo: null,
    notice: null,
  }));
  const core = coreOf(ports, store);
  const people = peopleOf(core, digestPin);
  const catchUp = (): void => {
    forgetCustomers(core);
    const session = openSessionOf(core.records());
    if (session?.sessionId !== store.getState().session?.sessionId) store.setState({ session });
    const known = people.list().find(({ personId }) => personId === kept?.cashierId);
    if (store.getState().cashier === null && known !== undefined && !isCaughtUp) {
      isCaughtUp = true;
      store.setState({ cashier: known });
    }
  };
  let isCaughtUp = false;
  keepState(core);
  return {
    store,
    ports,
    selling: sellingOf(core),
    paying: payingOf(core),
    drawer: drawerOf(core),
    givingBack: givingBackOf(core),
    voiding: voidingOf(core),
    exchanging: exchangingOf(core),
    people,
    customers: customersOf(core),
    records: core.records,
    priced: () => {
      const { priceBook, promotionSet } = catalogue.facts();
      if (priceBook === undefined) return undefined;
      return priceCart(store.getState().cart, priceBook, promotionSet);
    },
    follow: () => {
      catchUp();
      const ends = [catalogue.subscribe(catchUp), journal.subscribe(catchUp)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
