/** The people at a device: they sell, give back, open drawers, write down customers, decide. */
import type { Dice } from '@evertill/rig';
import type { Draft, KeptOperation, WireBody } from '@evertill/sync';
import type { Device } from './device.ts';
import { refundBody, saleBody } from './goods.ts';
import type { Counter } from './goods.ts';
import type { Trace } from './trace.ts';

/** Nobody whom the server knows: it keeps what they decide, and lets it end nothing. */
const LEADER = '00000000-0000-4000-8000-00000000c0de';

export interface Shopkeeper {
  readonly device: Device;
  /** What a tab said was written: it may never be lost. */
  readonly acknowledged: KeptOperation[];
  /** One thing that happens at the counter. */
  readonly act: () => void;
  /** One look at what waits for a person; true when anything did. */
  readonly decide: () => Promise<boolean>;
}

export interface ShopkeeperNeeds {
  readonly device: Device;
  readonly counter: Counter;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly nowMs: () => number;
  readonly find: (what: string) => void;
  /** Sales of other devices, for what is brought back to another counter. */
  readonly soldElsewhere: () => KeptOperation | undefined;
}

export function makeShopkeeper(needs: ShopkeeperNeeds): Shopkeeper {
  const { device, dice, trace } = needs;
  const acknowledged: KeptOperation[] = [];
  const begun = new Set<string>();
  const session = needs.counter.newId();
  let isOpen = false;
  const record = (draft: Draft): void => {
    const tab = device.anyTab();
    if (tab === undefined) return;
    begun.add(draft.id);
    const twice = dice.chance() < 0.05;
    for (const one of twice ? [draft, draft] : [draft]) {
      tab.engine.record(one).then(
        (kept) => {
          if (!tab.isAlive()) return;
          trace.note(`${tab.name} recorded ${kept.kind} ${String(kept.place.seq)}`);
          if (!acknowledged.some(({ id }) => id === kept.id)) acknowledged.push(kept);
        },
        (error: unknown) => {
          const { name, message } = error as Error;
          trace.note(`${tab.name} did not record: ${name}`);
          if (tab.isAlive()) needs.find(`${draft.kind} was not recorded: ${message}`);
        },
      );
    }
  };
  return {
    device,
    acknowledged,
    act: () => {
      const kind = isOpen ? kindOf(dice) : 'session_open';
      isOpen = true;
      const body = bodyOf(needs, { kind, session, acknowledged });
      if (body === undefined) return;
      const occurredAt = new Date(needs.nowMs() + device.clockAheadMs).toISOString();
      const id = kind === 'session_open' ? session : needs.counter.newId();
      record({ id, kind, occurredAt, body });
    },
    decide: () => decide(needs),
  };
}

type Kind = Draft['kind'];

function kindOf(dice: Dice): Kind {
  const kinds: readonly Kind[] = ['refund', 'void', 'cash_movement', 'customer_create'];
  return dice.chance() < 0.7 ? 'sale' : dice.pick([...kinds, 'customer_update']);
}

interface Happening {
  readonly kind: Kind;
  readonly session: string;
  readonly acknowledged: readonly KeptOperation[];
}

function bodyOf(needs: ShopkeeperNeeds, happening: Happening): WireBody | undefined {
  const { counter, dice } = needs;
  const { kind, session, acknowledged } = happening;
  const earlier = (wanted: Kind): KeptOperation | undefined => {
    const all = acknowledged.filter((one) => one.kind === wanted);
    return all.length === 0 ? undefined : dice.pick(all);
  };
  switch (kind) {
    case 'session_open':
      return { session, currency: 'GBP', opening_float: '50.00' };
    case 'sale': {
      const discount = dice.pick(['none', 'none', 'none', 'small', 'beyond'] as const);
      const body = saleBody(counter, dice.chance() < 0.8 ? session : null, discount);
      return { ...body, note: discount };
    }
    case 'refund': {
      const sold = dice.chance() < 0.2 ? needs.soldElsewhere() : earlier('sale');
      return sold === undefined ? undefined : refundBody(counter, sold.id, sold.body);
    }
    case 'void': {
      const sold = earlier('sale');
      return sold === undefined ? undefined : { sales_header: sold.id, reason: 'a mistake' };
    }
    case 'cash_movement':
      return acknowledged.length % 2 === 0
        ? { session, kind: 'PAY_IN', amount: '5.00', reason: 'change' }
        : { session, kind: 'NO_SALE', amount: '0.00', reason: 'change money' };
    case 'customer_create':
      return { name: `Somebody ${String(dice.between(1, 1_000_000))}` };
    case 'customer_update': {
      const known = earlier('customer_create');
      return known === undefined ? undefined : { customer: known.id, name: 'Somebody else' };
    }
    case 'session_close':
    case 'decision':
      return undefined;
  }
}

/** Whatever may be done about it is done, one thing after the other. */
async function decide({ device, counter, dice, trace, find }: ShopkeeperNeeds): Promise<boolean> {
  const tab = device.anyTab();
  if (tab === undefined) return true;
  try {
    const items = await tab.engine.attention();
    const [item] = items.filter(({ operation: { fate } }) => {
      return fate.kind === 'parked' && fate.retryAtMs === null;
    });
    if (item === undefined) return false;
    findUnjust(find, item.operation);
    const { id, kind, body } = item.operation;
    const choice = dice.pick(item.choices);
    trace.note(`${tab.name} decides to ${choice} ${kind}`);
    if (choice === 'retry') await tab.engine.retry(id);
    else if (choice === 'amend' && kind === 'sale') {
      const amended = saleBody(counter, null, 'none');
      await tab.engine.amend(id, { by: LEADER, body: amended });
    } else if (choice === 'amend') await tab.engine.amend(id, { by: LEADER, body });
    else await tab.engine.resolve(id, { kind: choice, by: LEADER, reason: 'seen' });
    return true;
  } catch (error) {
    trace.note(`${tab.name} could not decide: ${(error as Error).name}`);
    return true;
  }
}

/** A sale within the limits is never parked, whatever the weather. */
function findUnjust(find: ShopkeeperNeeds['find'], { id, kind, body, fate }: KeptOperation): void {
  if (kind !== 'sale' || fate.kind !== 'parked' || body['note'] === 'beyond') return;
  find(`a good sale was parked: ${id} ${fate.why.code}`);
}
