/** How the domain takes foreign cash, asked as the oracle is. */
import { foreignDueMinor, foreignWorthMinor } from '@evertill/domain';
import type { ForeignAnswer, ForeignQuestion } from './oracle-foreign.ts';

export function takeForeign(question: ForeignQuestion): ForeignAnswer {
  const { own, rate, handedMinor, dueMinor } = question;
  return {
    worthMinor: foreignWorthMinor({ ...rate, amountMinor: handedMinor }, own),
    askedMinor: foreignDueMinor(dueMinor, rate, own),
  };
}
