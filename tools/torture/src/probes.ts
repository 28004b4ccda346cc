/** Requests that must be refused: what a till that is lost, copied or forged would send. */
import { readResults } from '@evertill/rig';
import type { Answer, Operation, RegisterPass, Request } from '@evertill/rig';
import type { Pass } from './register-requests.ts';
import { pushRequest } from './register-requests.ts';

export interface Till {
  readonly pass: RegisterPass;
  readonly token: string;
  readonly fencing: number;
  /** What the server has acknowledged last. */
  readonly lastAcked: Operation;
  /** A token of another shop. */
  readonly stranger: string | undefined;
}

/** Right, wrong in these words, or neither: nobody could say just now. */
export type Judgement = 'right' | 'unclear' | { readonly wrong: string };

interface Probe {
  readonly name: string;
  /** What is broken when it is let in. */
  readonly invariant: string;
  /** Undefined when there is nothing to try it with. */
  readonly ask: (till: Till) => Request | undefined;
  readonly judge: (answer: Answer) => Judgement;
}

export const probes: readonly Probe[] = [
  { name: 'ids sent with another body', invariant: 'I10', ask: forge, judge: judgeForgery },
  {
    name: 'pushes with a lease that is over',
    invariant: 'F31',
    ask: pushLate,
    judge: (answer: Answer): Judgement => judgePass(answer, 'fencing_stale'),
  },
  {
    name: 'pushes in another epoch',
    invariant: 'F32',
    ask: pushFromAnotherLife,
    judge: (answer: Answer): Judgement => judgePass(answer, 'epoch_stale'),
  },
  { name: 'looks into another shop', invariant: 'I34', ask: lookOver, judge: judgeLook },
];

function forge(till: Till): Request {
  const { lastAcked } = till;
  const body = { ...lastAcked.body, note: 'another body under the same id' };
  return pushRequest(passOf(till), [{ ...lastAcked, body }]);
}

function judgeForgery(answer: Answer): Judgement {
  const results = readResults(answer);
  const [result] = results.kind === 'results' ? results.results : [];
  if (result?.outcome === 'CONFLICT') return 'right';
  const isTaken = result?.outcome === 'APPLIED' || result?.outcome === 'DUPLICATE';
  return isTaken ? { wrong: `another body was taken: ${JSON.stringify(result)}` } : 'unclear';
}

function pushLate(till: Till): Request {
  return pushRequest({ ...passOf(till), fencing: till.fencing - 1 }, [till.lastAcked]);
}

function pushFromAnotherLife(till: Till): Request {
  return pushRequest({ ...passOf(till), epoch: till.pass.epoch + 1 }, [till.lastAcked]);
}

function lookOver({ stranger: token, lastAcked }: Till): Request | undefined {
  if (token === undefined || lastAcked.kind !== 'sale') return undefined;
  return { method: 'GET', path: `/api/salesheaders/${lastAcked.id}/`, token };
}

function judgeLook({ status, body }: Answer): Judgement {
  if (status === 404) return 'right';
  return status < 300 ? { wrong: `a stranger read ${JSON.stringify(body)}` } : 'unclear';
}

function passOf({ pass, token, fencing }: Till): Pass {
  return { ...pass, token, fencing };
}

function judgePass(answer: Answer, code: string): Judgement {
  const results = readResults(answer);
  if (results.kind === 'results') {
    const isLetIn = results.results.some(({ outcome }) => outcome !== 'RETRY_LATER');
    return isLetIn ? { wrong: `let in: ${JSON.stringify(results.results)}` } : 'unclear';
  }
  const said = results.kind === 'later' ? results.code : results.text;
  return said.includes(code) ? 'right' : 'unclear';
}
