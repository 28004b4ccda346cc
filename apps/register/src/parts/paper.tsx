/** A receipt as it comes out of the printer. */
import { receiptText } from '@evertill/domain';
import type { Receipt } from '@evertill/domain';
import type { ReactNode } from 'react';

export function Paper({ receipt, label }: { receipt: Receipt; label: string }): ReactNode {
  return (
    <pre className="paper" aria-label={label} role="document" tabIndex={0}>
      {receiptText(receipt, 42)}
    </pre>
  );
}
