/** One client: at a register of a shop, with a name and dice of its own, one thing at a time. */
import type { Dice } from '@evertill/rig';
import type { Answer, Request } from './call.ts';
import type { Step } from './history.ts';
import type { Asked, Recorder } from './recorder.ts';
import type { Role, Stage } from './stage.ts';

export interface Teller {
  readonly name: string;
  readonly stage: Stage;
  readonly dice: Dice;
  readonly recorder: Recorder;
}

/** How often somebody does not wait for the answer of what they asked to be changed. */
const HASTE = 0.015;
const HASTE_MS_MAX = 12;

type Given = Promise<Answer | undefined>;
type Question = Omit<Asked, 'client' | 'request' | 'name'> & {
  readonly role: Role;
  readonly body?: unknown;
  readonly registerKey?: string;
};

export function post(teller: Teller, path: string, question: Question): Given {
  return ask(teller, 'POST', path, question);
}

export function patch(teller: Teller, path: string, question: Question): Given {
  return ask(teller, 'PATCH', path, question);
}

export function get(teller: Teller, path: string, question: Question): Given {
  return ask(teller, 'GET', path, question);
}

function ask(teller: Teller, method: Request['method'], path: string, question: Question): Given {
  const { name: client, stage, dice, recorder } = teller;
  const { role, body, registerKey, ...asked } = question;
  const isHasty = (asked.writes?.length ?? 0) > 0 && dice.chance() < HASTE;
  const request: Request = {
    method,
    path,
    token: stage.token(role),
    ...(method === 'POST' && body === undefined ? { body: {} } : {}),
    ...(body === undefined ? {} : { body }),
    ...(registerKey === undefined ? {} : { registerKey }),
    ...(isHasty ? { patienceMs: dice.between(1, HASTE_MS_MAX) } : {}),
  };
  const name = `${client} ${recorder.history.length} ${method} ${path}`;
  return recorder.ask({ ...asked, name, client, request });
}

/** A quantity or an amount that moves stock, as steps of a counter and of its budget. */
export function moveStock(
  stage: Stage,
  place: { readonly product: string; readonly location: string },
  move: { readonly effect: string; readonly by: number },
): Step[] {
  const key = stockKey(stage, place);
  const { effect, by } = move;
  const amount = Math.abs(by);
  return [
    { kind: 'add', counter: key, effect, by, when: 'at once' },
    { kind: by < 0 ? 'take' : 'fund', budget: key, effect, amount },
  ];
}

/** Begins with the word by which the checker knows a budget of goods. */
export function stockKey(
  { tag }: Stage,
  { product, location }: { readonly product: string; readonly location: string },
): string {
  return `stock ${tag} ${product} ${location}`;
}
