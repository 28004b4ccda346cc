/**
 * What lies between a tab and the server: requests and answers that come late, twice, in another
 * order, in half, from somebody else, or not at all.
 */
import type { Dice } from '@evertill/rig';
import type { Backend, BackendAnswer, BackendRequest } from './backend.ts';
import type { Trace } from './trace.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Where a device stands. */
export interface Line {
  name: string;
  isOnline: boolean;
  /** A captive portal answers everything with a page. */
  isPortal: boolean;
}

export interface NetworkNeeds {
  readonly time: VirtualTime;
  readonly dice: Dice;
  readonly backend: Backend;
  readonly trace: Trace;
  readonly troubles: () => Troubles;
  /** Sees each request when it leaves. */
  readonly watch: (line: Line, request: BackendRequest) => void;
}

export type Send = (
  line: Line,
  request: BackendRequest,
  signal: AbortSignal | undefined,
) => Promise<BackendAnswer>;

const page: BackendAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  text: '<html><title>Welcome to the airport</title></html>',
};
const busy: BackendAnswer = {
  status: 502,
  headers: { 'content-type': 'application/json', 'retry-after': '3' },
  text: '{"error":"bad gateway"}',
};

const PUSH = '/api/sync/push/';

/** In the shape of the contract, with the right ids; what it cannot know is what it was sent. */
function yesTo({ body = '{}' }: BackendRequest): BackendAnswer {
  const sent = JSON.parse(body) as {
    readonly register_id: string;
    readonly epoch: number;
    readonly operations: readonly { readonly seq: number; readonly id: string }[];
  };
  const results = sent.operations.map(({ seq, id }) => {
    return { seq, id, outcome: 'APPLIED', body_hash: '0'.repeat(64), flags: [] };
  });
  const { register_id, epoch, operations } = sent;
  const said = { register_id, epoch, last_seq: operations.at(-1)?.seq ?? 0, results };
  return { status: 200, headers: {}, text: JSON.stringify(said) };
}

/** Rejects where nobody answers; never settles where the answer is lost without a word. */
export function makeNetwork(needs: NetworkNeeds): Send {
  const { time, dice, trace, troubles } = needs;
  const hop = (): number => Math.ceil(dice.chance() * troubles().latencyMs) + 1;
  const happens = (likely: number): boolean => dice.chance() < likely;
  let lastSaid: BackendAnswer | undefined;
  return (line, request, signal) =>
    new Promise((resolve, reject) => {
      needs.watch(line, request);
      const what = `${line.name} ${request.method} ${pathOf(request)}`;
      signal?.addEventListener('abort', () => {
        reject(new Error('given up'));
      });
      const answerWith = (answer: BackendAnswer, delayMs: number): void => {
        time.after(delayMs, () => {
          resolve(answer);
        });
      };
      const arrive = async (): Promise<void> => {
        if (happens(troubles().overloaded)) {
          trace.note(`${what} overloaded`);
          answerWith(busy, hop());
          return;
        }
        const answer = await needs.backend.ask(request);
        trace.note(`${what} ${String(answer.status)} ${outcomesOf(answer)}`);
        if (request.target === PUSH && answer.status === 200) lastSaid = answer;
        if (happens(troubles().crashedAfterCommit + troubles().answerLost)) {
          trace.note(`${what} answer lost`);
          return;
        }
        if (!line.isOnline) return;
        const half = answer.text.slice(0, Math.floor(answer.text.length / 2));
        answerWith(happens(troubles().torn) ? { ...answer, text: half } : answer, hop());
      };
      const leave = (): void | Promise<void> => {
        if (line.isPortal) {
          answerWith(page, hop());
          return undefined;
        }
        if (!line.isOnline) {
          reject(new Error('no line'));
          return undefined;
        }
        if (request.target === PUSH && happens(troubles().impostor)) {
          trace.note(`${what} impostor`);
          const old = happens(0.5) ? lastSaid : undefined;
          answerWith(old ?? yesTo(request), hop());
          return undefined;
        }
        if (happens(troubles().requestLost)) {
          trace.note(`${what} lost`);
          return undefined;
        }
        return arrive();
      };
      time.after(hop(), leave);
      if (happens(troubles().doubled)) time.after(hop() * 3, leave);
      if (happens(troubles().late)) time.after(dice.between(60_000, 600_000), leave);
    });
}

/** Without what no two runs have in common. */
function pathOf({ target }: BackendRequest): string {
  return (target.split('?')[0] ?? '').replace(/[0-9a-f-]{36}/g, '…');
}

/** Of a push, what became of each; ids stay out of the trace, and so does what a pull holds. */
function outcomesOf({ text }: BackendAnswer): string {
  const outcomes = [
    ...text.matchAll(/"seq":(\d+)[^{}]*?"outcome":"(\w+)"(?:[^{}]*?"code":"(\w+)")?/g),
  ];
  if (outcomes.length > 0) return outcomes.map(([, ...words]) => words.join(':')).join(' ');
  return /^\{[^{}]*"code":"(\w+)"/.exec(text)?.[1] ?? '';
}
