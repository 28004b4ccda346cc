/** What became of one operation, before it is put into the words of the contract. */
import type { Flag, PushAnswer, PushOutcome, RefusalCode } from '@evertill/contract';
import { refusals } from '@evertill/contract';

export interface Settlement {
  readonly outcome: PushOutcome;
  readonly code: RefusalCode | '';
  readonly detail?: string;
  readonly flags?: readonly Flag[];
}

/** A settlement, and how far the register's sequence stands with it. */
export type Settled = Settlement & { readonly lastSeq: number };

export function pushAnswer(
  operation: { readonly seq: number; readonly id: string; readonly bodyHash: string },
  { outcome, code, detail, flags }: Settlement,
): PushAnswer {
  return {
    seq: operation.seq,
    id: operation.id,
    outcome,
    bodyHash: operation.bodyHash,
    ...(code === '' ? {} : { code, detail: shownDetail(detail ?? refusals[code].title) }),
    flags: [...(flags ?? [])],
  };
}

const DETAIL_LENGTH_MAX = 1000;

/** What the caller wrote may stand in a detail, but not a novel of it. */
function shownDetail(detail: string): string {
  return detail.slice(0, DETAIL_LENGTH_MAX).toWellFormed();
}

/** Which outcome a refused operation has, by the status its refusal travels as. */
export function outcomeOf(code: RefusalCode): PushOutcome {
  const { status, register } = refusals[code];
  if (register === 'ask_manager') return 'REJECTED_NEEDS_MANAGER';
  if (register === 'retry') return 'RETRY_LATER';
  return status === 409 ? 'CONFLICT' : 'REJECTED_TERMINAL';
}
