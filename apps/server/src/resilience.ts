/**
 * What a shop can still do while something is away, or slow by two seconds: what each of its doings
 * needs, and nothing else. docs/reference/resiliency.md is made from it, and `npm run test:matrix`
 * sees every cell come true.
 */
import type { ModuleName } from '@evertill/kernel';
import { moduleNames } from '@evertill/kernel';

export interface Capability {
  readonly words: string;
  /** Whose process answers it. */
  readonly at: ModuleName;
  /** Whose answer it cannot do without. */
  readonly needs?: readonly ModuleName[];
  /** Who adds a part, which is missing when it does not. */
  readonly gathers?: readonly ModuleName[];
  /** It asks for no token, so nobody needs to know whose it would be. */
  readonly isForAnyone?: true;
  /** What of it is sealed with the shop's key: all of it, or a part. */
  readonly sealed?: 'whole' | 'part';
}

export const capabilities = {
  sell: { words: 'a sale at the counter is taken in', at: 'orders' },
  refund: { words: 'a refund at the counter is taken in', at: 'orders' },
  logIn: { words: 'log in', at: 'auth', isForAnyone: true },
  pull: {
    words: 'a register copies what is new',
    at: 'catalog',
    gathers: ['auth', 'inventory', 'customers', 'orders'],
    sealed: 'part',
  },
  order: {
    words: 'an order is made and confirmed',
    at: 'orders',
    needs: ['catalog', 'inventory'],
  },
  card: { words: 'a card is charged', at: 'payments', needs: ['orders'] },
  product: { words: 'a product is made', at: 'catalog' },
  stock: { words: 'stock is looked up', at: 'inventory' },
  supplier: { words: 'a supplier is made', at: 'purchasing' },
  customer: { words: 'a customer is made', at: 'customers', sealed: 'whole' },
  day: { words: "the day's sales are read", at: 'orders' },
  audit: { words: 'the audit log is read', at: 'audit' },
} as const satisfies Record<string, Capability>;
export type CapabilityName = keyof typeof capabilities;

const others = {
  postgres: 'PostgreSQL',
  kafka: 'Kafka',
  redis: 'Redis',
  vault: 'Vault',
  provider: 'the payment provider',
  collector: 'the collector of traces',
} as const;

/** What may be away, each with the words for it. */
export const dependencies: Readonly<Record<Dependency, string>> = {
  ...(Object.fromEntries(moduleNames.map((name) => [name, `the module ${name}`])) as Record<
    ModuleName,
    string
  >),
  ...others,
};
export type Dependency = ModuleName | keyof typeof others;

export const faultModes = ['down', 'slow'] as const;
export type FaultMode = (typeof faultModes)[number];

/** What each outcome means, for people. */
export const outcomeWords = {
  works: 'as ever',
  minute: 'works for whoever came in within the last minute, then 503',
  key: 'works for a shop whose key was used within the last ten minutes, then 503 with Retry-After',
  rest: 'works; of a shop whose key was not used within ten minutes, the part is named as missing',
  part: 'works, and names the part that is missing',
  waits: 'works, and takes as long as what it waits for',
  late: 'waits, or 503 at a deadline: 15 s to be let in, 15 s for what is asked',
  unknown: 'answers UNKNOWN, and is settled later; nothing is charged twice',
  no: '503 with Retry-After; nothing is half done',
} as const;
export type Outcome = keyof typeof outcomeWords;

/** What becomes of a doing while something is away or slow. */
export function outcomeOf(name: CapabilityName, dependency: Dependency, mode: FaultMode): Outcome {
  const { at, needs = [], gathers = [], isForAnyone, sealed }: Capability = capabilities[name];
  const isDown = mode === 'down';
  if (dependency === 'postgres') return isDown ? 'no' : 'late';
  if (dependency === 'provider') return name === 'card' ? 'unknown' : 'works';
  if (dependency === 'vault') return keyOutcomes[sealed ?? 'nothing'];
  if (isNeverNeeded(dependency)) return 'works';
  if (dependency === at || needs.includes(dependency)) return isDown ? 'no' : 'waits';
  if (gathers.includes(dependency)) return isDown ? 'part' : 'waits';
  return dependency === 'auth' && isForAnyone !== true ? 'minute' : 'works';
}

const keyOutcomes = { whole: 'key', part: 'rest', nothing: 'works' } as const;

type NeverNeeded = 'kafka' | 'redis' | 'collector';

function isNeverNeeded(dependency: Dependency): dependency is NeverNeeded {
  return dependency === 'kafka' || dependency === 'redis' || dependency === 'collector';
}
