/**
 * Asks for a leader's word: of the server while it answers, which counts wrong PINs and binds the
 * word to one operation; of this device while it does not. Either way it ends in words to show.
 */
import type { Person } from '../catalogue/catalogue.ts';
import type { LeadersWord, WordWish } from '../till/leaders-words.ts';
import type { PinCheck } from '../till/people.ts';
import type { App } from './app.ts';

export type LeadersAnswer =
  | { readonly kind: 'given'; readonly words: readonly LeadersWord[] }
  /** The PIN is right, but not even its owner may do that. */
  | { readonly kind: 'may_not' }
  | Exclude<PinCheck, { readonly kind: 'right' }>;

export interface LeaderAsked {
  readonly leader: Person;
  readonly digits: string;
  readonly wish: WordWish;
  /** What it is for, as the leader read it. */
  readonly reason: string;
}

/** What it is asked through. */
type Asking = Pick<App, 'till' | 'office' | 'nowMs'>;

export async function askLeader(app: Asking, asked: LeaderAsked): Promise<LeadersAnswer> {
  const { till } = app;
  const { attempts } = till.people;
  const { leader, digits, wish } = asked;
  const untilMs = attempts.lockedUntilMs(leader.personId);
  if (untilMs !== null) return { kind: 'locked', untilMs };
  const isOnline = till.ports.journal.status().line === 'online';
  const told = isOnline && wish.actions.length > 0 ? await askServer(app, asked) : undefined;
  if (told !== undefined) return told;
  const check = await till.people.checkPin(leader, digits);
  return check.kind === 'right' ? { kind: 'given', words: wordsOf(app, asked) } : check;
}

/** Undefined where the server has nothing to say to it: nobody there, or signed out. */
async function askServer(app: Asking, asked: LeaderAsked): Promise<LeadersAnswer | undefined> {
  const { leader, digits, wish, reason } = asked;
  const { attempts } = app.till.people;
  const { personId: approver } = leader;
  const tokens: (string | null)[] = [];
  for (const action of wish.actions) {
    const { subject, amountMinor } = wish;
    const question = { approver, pin: digits, action, subject, amountMinor, reason };
    const answer = await app.office.giveWord(question);
    if (answer.kind === 'ok') tokens.push(answer.value.token);
    else if (answer.kind === 'silent') return undefined;
    else if (answer.code === 'approver_may_not') return { kind: 'may_not' };
    else if (answer.code === 'pin_wrong') return wrong(app, leader);
    else if (answer.code === 'account_locked') return locked(app, leader);
    else return undefined;
  }
  attempts.forget(approver);
  return { kind: 'given', words: wordsOf(app, asked, tokens) };
}

function wrong({ till }: Asking, { personId }: Person): LeadersAnswer {
  const { attempts } = till.people;
  attempts.count(personId);
  const untilMs = attempts.lockedUntilMs(personId);
  return untilMs === null ? { kind: 'wrong' } : { kind: 'locked', untilMs };
}

function locked({ till, nowMs }: Asking, { personId }: Person): LeadersAnswer {
  const { attempts } = till.people;
  attempts.lock(personId);
  return { kind: 'locked', untilMs: attempts.lockedUntilMs(personId) ?? nowMs() };
}

function wordsOf(
  { nowMs }: Asking,
  { leader, wish }: LeaderAsked,
  tokens: readonly (string | null)[] = [],
): readonly LeadersWord[] {
  return wish.actions.map((action, index) => ({
    action,
    approverId: leader.personId,
    by: leader.name,
    atMs: nowMs(),
    amountMinor: wish.amountMinor,
    token: tokens[index] ?? null,
  }));
}
