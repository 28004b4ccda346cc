/** X and Z on paper and on the screen, out of what this till remembers of the session. */
import { reportLabels, sessionReportDocument } from '@evertill/devices';
import type { ForeignFigures, PrintDocument, SessionReport } from '@evertill/devices';
import { foreignCountsOf, receiptLabels, sum, varianceMinorOf } from '@evertill/domain';
import type { Receipt, ReceiptLine } from '@evertill/domain';
import type { ClosedSession } from './drawer.ts';
import { wallClock } from './receipts.ts';
import type { ReceiptHeading } from './receipts.ts';
import type {
  CountedForeign,
  RefundRecord,
  SaleRecord,
  TillRecord,
  VoidRecord,
} from './records.ts';
import type { DrawerFigures } from './session-figures.ts';

export interface SessionFacts {
  readonly sessionId: string;
  readonly openedAtMs: number;
  readonly personName: string;
  readonly currency: string;
  readonly figures: DrawerFigures;
  /** Those of the session. */
  readonly records: readonly TillRecord[];
  readonly printedAtMs: number;
  readonly isCopy: boolean;
}

/** How the session stands now. `isBlind` for who is about to count it. */
export function xDocument(
  facts: SessionFacts,
  heading: ReceiptHeading,
  { isBlind }: { isBlind: boolean },
): PrintDocument {
  const { expectedMinor } = facts.figures;
  const report = reportOf('x', facts, heading);
  const foreign = foreignFigures(facts, []);
  return documentOf(isBlind ? report : { ...report, expectedMinor, foreign }, heading);
}

/** What was counted, for good. */
export function zDocument(
  facts: SessionFacts,
  { closed }: Pick<ClosedSession, 'closed'>,
  heading: ReceiptHeading,
): PrintDocument {
  const { expectedMinor, countedMinor, reason } = closed;
  const report: SessionReport = {
    ...reportOf('z', facts, heading),
    closedAt: wallClock(closed.atMs, heading.timeZone),
    expectedMinor,
    countedMinor,
    varianceMinor: varianceMinorOf(countedMinor, expectedMinor),
    foreign: foreignFigures(facts, closed.foreign ?? []),
    ...(reason === '' ? {} : { reason }),
  };
  return documentOf(report, heading);
}

/** Each other currency that was taken or counted, with how often it was taken. */
function foreignFigures(
  { figures: { foreign } }: SessionFacts,
  counted: readonly CountedForeign[],
): readonly ForeignFigures[] {
  return foreignCountsOf(foreign, counted).map((count) => {
    const taken = foreign.find(({ currency }) => currency === count.currency);
    return { ...count, takingsCount: taken?.takingsCount ?? 0 };
  });
}

/** The document as a receipt is shown on the screen: its text. */
export function shownLines({ parts }: PrintDocument): Receipt {
  const kinds = new Set(['centre', 'text', 'pair', 'rule']);
  return { lines: parts.filter((part): part is ReceiptLine => kinds.has(part.kind)) };
}

function documentOf(report: SessionReport, { language }: ReceiptHeading): PrintDocument {
  return sessionReportDocument(report, reportLabels[language], receiptLabels[language].tenders);
}

function reportOf(
  kind: SessionReport['kind'],
  facts: SessionFacts,
  { shopName, registerName, timeZone, language }: ReceiptHeading,
): SessionReport {
  const { sessionId, figures, records } = facts;
  const numbers = records.flatMap((record) =>
    record.kind === 'sale' || record.kind === 'refund' ? [record.receiptNumber] : [],
  );
  const [firstReceipt, lastReceipt] = [numbers[0], numbers.at(-1)];
  return {
    kind,
    title: `${reportLabels[language][kind]} ${registerName}`,
    language,
    shop: { name: shopName, addressLines: [] },
    // The server gives it a number; until it does, this is how both know it.
    sessionName: sessionId.slice(0, 8).toUpperCase(),
    registerName,
    openedAt: wallClock(facts.openedAtMs, timeZone),
    printedAt: wallClock(facts.printedAtMs, timeZone),
    personName: facts.personName,
    isCopy: facts.isCopy,
    currency: facts.currency,
    ...(firstReceipt === undefined || lastReceipt === undefined
      ? {}
      : { firstReceipt, lastReceipt }),
    sums: figures.sums,
    taxes: taxesOf(records),
    openingFloatMinor: figures.floatMinor,
  };
}

/** By name, what was given back taken off. */
function taxesOf(records: readonly TillRecord[]): SessionReport['taxes'] {
  const sales = records.filter((record): record is SaleRecord => record.kind === 'sale');
  const refunds = records.filter((record): record is RefundRecord | VoidRecord => {
    return record.kind === 'refund' || record.kind === 'void';
  });
  const rows = [
    ...sales.flatMap(({ taxes }) => taxes),
    ...refunds.flatMap(({ taxes }) => taxes.map((row) => ({ ...row, taxMinor: -row.taxMinor }))),
  ];
  return [...new Set(rows.map(({ name }) => name))]
    .map((name) => {
      return {
        name,
        taxMinor: sum(
          rows.filter((row) => row.name === name),
          (row) => row.taxMinor,
        ),
      };
    })
    .filter(({ taxMinor }) => taxMinor !== 0);
}
