/**
 * The sections of a pull that neighbours know. Each is asked with the part of the cursor that it
 * wrote last. One that does not answer now leaves its sections out and its part where it was: what
 * changed meanwhile comes with a later pull, and the register goes on with what it has.
 */
import { auth, customers, inventory, orders } from '@evertill/contract';
import type { OutputOf, PulledSection, catalog } from '@evertill/contract';
import { Refusal, sha256Hex } from '@evertill/kernel';
import type { Ask, Clock, TenantContext } from '@evertill/kernel';

type Pulled = OutputOf<typeof catalog.pull>;
export type NeighbourSections = Pick<
  Pulled,
  | 'settings'
  | 'staff'
  | 'removedStaff'
  | 'stockLevels'
  | 'customers'
  | 'goneCustomers'
  | 'customersReset'
  | 'returnPolicy'
  | 'rateSheet'
>;

/** One word of each neighbour, which it alone understands, and one of the promotions. */
export type Parts = Readonly<Partial<Record<PulledSection | 'PROMOTIONS', string>>>;

export interface Gathered {
  readonly sections: NeighbourSections;
  readonly sectionsMissing: PulledSection[];
  readonly parts: Parts;
  readonly hasMore: boolean;
}

export interface NeighbourNeeds {
  readonly ask: Ask;
  readonly clock: Clock;
}

/** A register that sells waits for the catalogue, and not for whoever is slow. */
const WAIT_MS_MAX = 3_000;

const nothing: NeighbourSections = {
  settings: null,
  staff: [],
  removedStaff: [],
  stockLevels: [],
  customers: [],
  goneCustomers: [],
  customersReset: false,
  returnPolicy: null,
  rateSheet: null,
};

interface Question {
  readonly ask: Ask;
  readonly context: TenantContext;
  readonly input: { readonly cursor?: string; readonly limit: number };
}

interface Part {
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly sections: Partial<NeighbourSections>;
}

type PartOperation =
  | typeof auth.pullSettings
  | typeof auth.pullStaff
  | typeof inventory.pullLevels
  | typeof customers.pullCustomers
  | typeof orders.pullReturnPolicy
  | typeof orders.pullRateSheet;

function partFrom(operation: PartOperation) {
  return async ({ ask, context, input }: Question): Promise<Part> => {
    const { cursor, hasMore, ...sections } = await ask(operation, context, input);
    return { cursor, hasMore, sections };
  };
}

/** Every neighbour there is, with the section by which it is named. Here the next one joins. */
const neighbours: readonly {
  readonly section: PulledSection;
  readonly ask: (question: Question) => Promise<Part>;
}[] = [
  { section: 'SETTINGS', ask: partFrom(auth.pullSettings) },
  { section: 'STAFF', ask: atDevices(auth.pullStaff) },
  { section: 'STOCK_LEVELS', ask: partFrom(inventory.pullLevels) },
  { section: 'CUSTOMERS', ask: atDevices(customers.pullCustomers) },
  { section: 'RETURN_POLICY', ask: partFrom(orders.pullReturnPolicy) },
  { section: 'RATE_SHEET', ask: partFrom(orders.pullRateSheet) },
];

/**
 * What PINs are known by, and who buys here, go to enrolled devices alone: without a key they wait,
 * at their place.
 */
function atDevices(operation: PartOperation) {
  return async (question: Question): Promise<Part> => {
    const { ask, context } = question;
    if (context.registerKey === null) throw new Refusal('unavailable');
    await ask(orders.findDevice, context, { deviceKeyHash: sha256Hex(context.registerKey) });
    return partFrom(operation)(question);
  };
}

export async function gather(
  { ask, clock }: NeighbourNeeds,
  caller: TenantContext,
  { parts, limit }: { readonly parts: Parts; readonly limit: number },
): Promise<Gathered> {
  const deadlineMs = Math.min(caller.deadlineMs, clock.now().getTime() + WAIT_MS_MAX);
  const context = { ...caller, deadlineMs };
  const heard = await Promise.all(
    neighbours.map(async ({ section, ask: askOne }) => {
      const cursor = parts[section];
      const input = { limit, ...(cursor === undefined ? {} : { cursor }) };
      return { section, part: await orNothing(askOne({ ask, context, input })) };
    }),
  );
  return heard.reduce<Gathered>(withPart, {
    sections: nothing,
    sectionsMissing: [],
    parts,
    hasMore: false,
  });
}

interface Heard {
  readonly section: PulledSection;
  readonly part: Part | undefined;
}

function withPart(all: Gathered, { section, part }: Heard): Gathered {
  if (part === undefined) {
    return { ...all, sectionsMissing: [...all.sectionsMissing, section] };
  }
  return {
    ...all,
    sections: { ...all.sections, ...part.sections },
    parts: { ...all.parts, [section]: part.cursor },
    hasMore: all.hasMore || part.hasMore,
  };
}

/** Who cannot answer now; of customers, whoever has not the key to open them. */
const silences: ReadonlySet<string> = new Set([
  'unavailable',
  'deadline_exceeded',
  'keys_unavailable',
]);

/** Only silence is forgiven: a cursor or a key that is refused is refused to the register. */
function orNothing(asked: Promise<Part>): Promise<Part | undefined> {
  return asked.catch((error: unknown) => {
    const isSilent = error instanceof Refusal && silences.has(error.code);
    if (!isSilent) throw error;
    return undefined;
  });
}
