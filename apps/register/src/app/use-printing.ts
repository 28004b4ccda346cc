/** The receipt of a record, on the screen and on paper. */
import { receiptDocument } from '@evertill/devices';
import type { PrintDocument } from '@evertill/devices';
import { useEffect, useState } from 'react';
import type { Receipt } from '@evertill/domain';
import { paperTitle, receiptOfRecord } from '../till/receipts.ts';
import type { PaperedRecord, ReceiptOptions } from '../till/receipts.ts';
import { useApp, usePreferences } from './app.ts';
import { useHeading } from './use-heading.ts';

export interface Printing {
  readonly receiptOf: (options: ReceiptOptions) => Receipt;
  readonly print: () => Promise<void>;
  readonly isPrinted: boolean;
  /** The job it was last printed as; undefined where it was not. */
  readonly jobId: string | undefined;
}

/** Prints a fresh one by itself where the device is told to. */
export function usePrinting(record: PaperedRecord, isFresh = true): Printing {
  const { devices, till } = useApp();
  const heading = useHeading();
  const { printing } = usePreferences();
  const [jobId, setJobId] = useState<string>();
  const receiptOf = (options: ReceiptOptions): Receipt => receiptOfRecord(record, heading, options);
  const documentOf = (options: ReceiptOptions): PrintDocument => {
    const { language } = heading;
    return receiptDocument(receiptOf(options), { title: paperTitle(record, language), language });
  };
  const printAs = async (isCopy: boolean): Promise<void> => {
    // The paper of a sale has its id, so that it is printed once; every copy is another paper.
    const id = isCopy ? `${record.id}/${till.ports.world.newId()}` : record.id;
    setJobId(id);
    const copy = documentOf({ isCopy: true });
    await devices.print({ id, document: isCopy ? copy : documentOf({ isCopy: false }), copy });
  };
  const isByItself = isFresh && printing === 'always';
  useEffect(() => {
    if (isByItself) void printAs(false);
    // Once for each record: what the paper says does not follow the screen.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [record.id, isByItself]);
  const isPrinted = jobId !== undefined;
  return { receiptOf, print: () => printAs(isPrinted || !isFresh), isPrinted, jobId };
}
