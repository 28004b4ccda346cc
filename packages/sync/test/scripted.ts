/**
 * An engine whose server says what a test has written down, on a clock that the test moves: for
 * what the real server does not do, or not when one wants it to.
 */
import { makeEngine, memoryCopies, memoryDisk, memoryJournal, aloneChannel } from '../src/index.ts';
import type {
  Decided,
  EngineParts,
  LeaseGiven,
  PullPage,
  PushReply,
  PushRequest,
  Registration,
  Reply,
  SyncEngine,
} from '../src/index.ts';
import { virtualWorld } from './virtual-world.ts';

export const registration: Registration = {
  tenantId: '00000000-0000-4000-8000-00000000aaaa',
  registerId: '00000000-0000-4000-8000-00000000bbbb',
  name: 'Till',
  epoch: 1,
  deviceKey: 'key',
};

/** A pull that brings nothing. */
export const emptyPage: PullPage = {
  cursor: 'here',
  hasMore: false,
  products: [],
  deletedProducts: [],
  categories: [],
  deletedCategories: [],
  units: [],
  deletedUnits: [],
  priceBook: null,
  promotionSet: null,
  settings: null,
  staff: [],
  removedStaff: [],
  stockLevels: [],
  customers: [],
  goneCustomers: [],
  customersReset: false,
  returnPolicy: null,
  rateSheet: null,
  sectionsMissing: [],
};

export type Answer = Reply<PushReply> | ((request: PushRequest) => Reply<PushReply>);

export interface Scripted {
  readonly engine: SyncEngine;
  readonly disk: ReturnType<typeof memoryDisk>;
  readonly pushed: PushRequest[];
  /** What the next pushes are answered; when none is left, all is booked. */
  readonly answers: Answer[];
  /** What the back office decided about anything. */
  readonly decided: Decided[];
  /** What a pull is answered; null while nobody answers. */
  pulled: PullPage | null;
  /** A promise for an answer that is still in the air. */
  lease: Reply<LeaseGiven> | Promise<Reply<LeaseGiven>>;
  enrolled: Registration;
  /** Instead of the registration; null for that. */
  enrolment: Reply<Registration> | null;
  /** Instead of the page; null for that. */
  pullReply: Reply<PullPage> | null;
  readonly nowMs: () => number;
  /** Lets that much time go by, timer after timer. */
  readonly pass: (ms: number) => Promise<void>;
}

export async function openScripted(
  disk = memoryDisk(),
  more: Partial<EngineParts> = {},
): Promise<Scripted> {
  const world = virtualWorld();
  const journal = memoryJournal({ disk });
  const scripted = {
    disk,
    pushed: [],
    answers: [],
    decided: [],
    pulled: null,
    pullReply: null,
    enrolment: null,
    lease: { kind: 'ok', value: { epoch: 1, fencing: 1, lastSeq: 0 } },
    enrolled: registration,
    nowMs: world.nowMs,
    pass: world.pass,
  } as unknown as { -readonly [Key in keyof Scripted]: Scripted[Key] };
  scripted.engine = makeEngine({
    world,
    journal,
    copies: memoryCopies(),
    server: {
      lease: async () => scripted.lease,
      enrol: async () => scripted.enrolment ?? { kind: 'ok', value: scripted.enrolled },
      pull: async () => {
        if (scripted.pullReply !== null) return scripted.pullReply;
        return scripted.pulled === null
          ? { kind: 'silent' }
          : { kind: 'ok', value: scripted.pulled };
      },
      decided: async () => ({ kind: 'ok', value: scripted.decided }),
      push: async (request) => {
        scripted.pushed.push(request);
        const answer = scripted.answers.shift() ?? booked;
        return typeof answer === 'function' ? answer(request) : answer;
      },
    },
    lease: {
      request: ({ onWon }) => {
        queueMicrotask(onWon);
        return () => undefined;
      },
    },
    channel: aloneChannel,
    catalogue: { apply: async () => undefined, loadSnapshot: async () => 'here' },
    ...more,
    settings: { ballastBytes: 0, pullEveryMs: 3_600_000, ...more.settings },
  });
  await scripted.engine.start();
  await scripted.pass(1);
  return scripted;
}

export const answerOf =
  (outcome: string, code = '') =>
  (
    { operations, registration: { epoch } }: PushRequest,
    hashes: (id: string) => string,
  ): Reply<PushReply> => ({
    kind: 'ok',
    value: {
      epoch,
      lastSeq: operations.at(-1)?.seq ?? 0,
      results: operations.map(({ seq, id }) => {
        return { seq, id, outcome, bodyHash: hashes(id), code, detail: '', flags: [] };
      }),
    },
  });

let disks: ReturnType<typeof memoryDisk>[] = [];

/** Where the hashes of what was pushed are looked up. */
export function knowDisk(disk: ReturnType<typeof memoryDisk>): void {
  disks = [disk, ...disks];
}

export const hashOf = (id: string): string =>
  disks.map(({ operations }) => operations.get(id)?.bodyHash).find((hash) => hash !== undefined) ??
  '';

const booked: Answer = (request) => answerOf('APPLIED')(request, hashOf);

export const refused = (code: string, status: number): Reply<never> =>
  ({ kind: 'refused', code, status, detail: '', retryAfterMs: null }) as Reply<never>;
