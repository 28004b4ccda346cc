/** The receipt of a record, on the screen and on paper. */
import { useEffect, useState } from 'react';
import type { Receipt } from '@evertill/domain';
import type { RefundRecord, SaleRecord } from '../till/records.ts';
import { receiptOfRecord } from '../till/receipts.ts';
import type { ReceiptOptions } from '../till/receipts.ts';
import { useApp, useFacts, usePreferences } from './app.ts';
import { useStanding } from './use-standing.ts';

export interface Printing {
  readonly receiptOf: (options: ReceiptOptions) => Receipt;
  readonly print: () => Promise<void>;
  readonly isPrinted: boolean;
}

/** Prints a fresh one by itself where the device is told to. */
export function usePrinting(record: SaleRecord | RefundRecord, isFresh = true): Printing {
  const { devices } = useApp();
  const { shopName = '', timeZone = 'UTC' } = useFacts();
  const { registerName } = useStanding();
  const { language, printing } = usePreferences();
  const [prints, setPrints] = useState(0);
  const heading = { shopName, timeZone, registerName: registerName ?? '', language };
  const receiptOf = (options: ReceiptOptions): Receipt => receiptOfRecord(record, heading, options);
  const printAs = async (number: number): Promise<void> => {
    setPrints(number + 1);
    const isCopy = number > 0 || !isFresh;
    await devices.print({
      id: isCopy ? `${record.id}/copy/${String(number)}` : record.id,
      title: record.receiptNumber,
      receipt: receiptOf({ isCopy }),
      copy: receiptOf({ isCopy: true }),
    });
  };
  const isByItself = isFresh && printing === 'always';
  useEffect(() => {
    if (isByItself) void printAs(0);
    // Once for each record: what the paper says does not follow the screen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [record.id, isByItself]);
  return { receiptOf, print: () => printAs(prints), isPrinted: prints > 0 };
}
