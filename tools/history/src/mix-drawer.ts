/** Cash drawers: one open at a register, put into and taken from by all, closed once by one. */
import { randomUUID } from 'node:crypto';
import type { Step } from './history.ts';
import type { Drawer, Stage } from './stage.ts';
import { get, post } from './teller.ts';
import type { Teller } from './teller.ts';

const USES_MAX = 40;

const drawerKey = ({ tag }: Stage, session: string): string => `drawer ${tag} ${session}`;
const registerBudget = ({ tag }: Stage, register: string): string => `open ${tag} ${register}`;

/** Whoever finds none opens one; of two who open at once, one does. */
async function drawerOf(teller: Teller): Promise<Drawer | undefined> {
  const { stage, dice } = teller;
  const place = dice.between(0, stage.drawerRegisters.length - 1);
  const known = stage.drawers[place];
  if (known === undefined) {
    await open(teller, place);
    return undefined;
  }
  known.uses += 1;
  return known;
}

/** That there is one drawer to open is said once, before anybody does. */
export function sayDrawers(teller: Teller): void {
  const { stage, recorder, name } = teller;
  const steps = stage.drawerRegisters.map((register): Step => {
    const budget = registerBudget(stage, register);
    return { kind: 'fund', budget, effect: 'there is one', amount: 1 };
  });
  recorder.tell('the drawers', name, steps);
}

async function open(teller: Teller, place: number): Promise<void> {
  const { stage, dice } = teller;
  const register = stage.drawerRegisters[place] ?? '';
  const session = randomUUID();
  const floatMinor = dice.between(0, 10_000);
  const answer = await post(teller, '/api/cash-sessions/', {
    role: 'manager',
    body: { session_id: session, register, opening_float: stage.amount(floatMinor) },
    writes: [
      { kind: 'take', budget: registerBudget(stage, register), effect: session, amount: 1 },
      {
        kind: 'add',
        counter: drawerKey(stage, session),
        effect: 'float',
        by: floatMinor,
        when: 'at once',
      },
    ],
    mayBe: ['session_open_exists'],
  });
  if (answer !== undefined) {
    stage.drawers[place] = { session, register, floatMinor, uses: 0, isClosed: false };
    return;
  }
  await findOpened(teller, place, register);
}

/** Somebody was first, or nobody answered: it is looked up, so that it can be closed. */
async function findOpened(teller: Teller, place: number, register: string): Promise<void> {
  const { stage } = teller;
  const found = await get(teller, `/api/cash-sessions/?register=${register}&status=OPEN`, {
    role: 'manager',
  });
  const [session] = (found?.body ?? []) as {
    readonly session_id: string;
    readonly opening_float: string;
  }[];
  if (session === undefined || stage.drawers[place] !== undefined) return;
  const { session_id: id, opening_float: float } = session;
  const floatMinor = stage.minor(float);
  stage.drawers[place] = { session: id, register, floatMinor, uses: 0, isClosed: false };
}

export async function moveCash(teller: Teller): Promise<void> {
  const drawer = await drawerOf(teller);
  if (drawer === undefined) return;
  const { stage, dice } = teller;
  const id = randomUUID();
  const amount = dice.between(1, 5_000);
  const isIn = dice.chance() < 0.6;
  const key = drawerKey(stage, drawer.session);
  const question = {
    role: 'manager',
    body: {
      cash_movement_id: id,
      kind: isIn ? 'PAY_IN' : 'PAY_OUT',
      amount: stage.amount(amount),
      reason: 'change',
    },
    writes: [
      { kind: 'append', list: key, value: id },
      { kind: 'add', counter: key, effect: id, by: isIn ? amount : -amount, when: 'at once' },
    ] satisfies Step[],
    mayBe: ['session_closed'],
  } as const;
  const path = `/api/cash-sessions/${drawer.session}/movements/`;
  const answer = await post(teller, path, question);
  if (answer === undefined || dice.chance() < 0.1) await post(teller, path, question);
}

/** The X of an open drawer, or the Z of one that is closed: what should be in it. */
export async function readDrawer(teller: Teller): Promise<void> {
  const drawer = await drawerOf(teller);
  if (drawer === undefined) return;
  const { stage } = teller;
  const { session } = drawer;
  const counter = drawerKey(stage, session);
  await get(teller, `/api/cash-sessions/${session}/x-report/`, {
    role: 'owner',
    reads: ({ body }) => {
      const { expected_total: expected } = body as { readonly expected_total: string };
      return [{ kind: 'total', counter, value: stage.minor(expected), isAtRest: false }];
    },
    mayBe: ['session_closed'],
  });
}

export async function listMovements(teller: Teller): Promise<void> {
  const drawer = await drawerOf(teller);
  if (drawer === undefined) return;
  const { stage } = teller;
  const list = drawerKey(stage, drawer.session);
  await get(teller, `/api/cash-sessions/${drawer.session}/movements/?limit=1000`, {
    role: 'owner',
    reads: ({ body }) => {
      const values = (body as { cash_movement_id: string }[]).map((one) => one.cash_movement_id);
      return [{ kind: 'list', list, values, isOrdered: false }];
    },
  });
}

/** Two may count at once; one count stands. Then the Z says what had been in it. */
export async function closeDrawer(teller: Teller): Promise<void> {
  const drawer = await drawerOf(teller);
  if (drawer === undefined || drawer.uses < USES_MAX) return;
  const { stage, dice } = teller;
  const { session, register } = drawer;
  const counted = stage.amount(dice.between(0, 100_000));
  await post(teller, `/api/cash-sessions/${session}/close/`, {
    role: 'manager',
    body: { closing_total: counted, reason: 'counted as it was' },
    writes: [
      { kind: 'decide', matter: drawerKey(stage, session), decision: counted },
      {
        kind: 'fund',
        budget: registerBudget(stage, register),
        effect: `${session} back`,
        amount: 1,
      },
    ],
    mayBe: ['session_closed'],
  });
  await readZ(teller, session);
  const place = stage.drawerRegisters.indexOf(register);
  if (stage.drawers[place] === drawer) stage.drawers[place] = undefined;
}

/** Printed once: everybody reads the same bytes, and in them all that was put in or taken out. */
async function readZ(teller: Teller, session: string): Promise<void> {
  const { stage } = teller;
  const key = drawerKey(stage, session);
  await get(teller, `/api/cash-sessions/${session}/z-report/`, {
    role: 'owner',
    reads: ({ body }) => {
      const { document, document_hash: decision } = body as {
        readonly document: string;
        readonly document_hash: string;
      };
      const { expected_total: expected } = JSON.parse(document) as ZDocument;
      return [
        { kind: 'decide', matter: `Z of ${key}`, decision },
        { kind: 'total', counter: key, value: stage.minor(expected), isAtRest: false },
      ];
    },
    mayBe: ['session_still_open'],
  });
}

interface ZDocument {
  readonly expected_total: string;
}
