/**
 * X and Z reports as documents. Every figure comes from the domain's sums, and what is printed adds
 * up from top to bottom. Whoever counts blind gets a report without the figures that tell the cash.
 */
import { decimalOf, printable, sessionFigures } from '@evertill/domain';
import type { ForeignCount, ReceiptLabels, ReceiptLine, ReceiptShop } from '@evertill/domain';
import type { SessionSums } from '@evertill/domain';
import type { PrintDocument } from './print-document.ts';
import type { ReportLabels } from './report-labels.ts';

export interface ForeignFigures extends ForeignCount {
  /** How many sales took it; absent where nobody says. */
  readonly takingsCount?: number;
}

export interface SessionReport {
  readonly kind: 'x' | 'z';
  readonly title: string;
  readonly language: string;
  readonly shop: Pick<ReceiptShop, 'name' | 'addressLines' | 'taxNumber'>;
  readonly sessionName: string;
  readonly registerName: string;
  readonly openedAt: string;
  readonly closedAt?: string;
  /** The shop's wall clock when this paper was asked for. */
  readonly printedAt: string;
  readonly personName: string;
  readonly isCopy: boolean;
  readonly currency: string;
  readonly firstReceipt?: string;
  readonly lastReceipt?: string;
  readonly sums: SessionSums;
  readonly taxes: readonly { readonly name: string; readonly taxMinor: number }[];
  readonly openingFloatMinor: number;
  /** Absent while whoever counts shall not know. */
  readonly expectedMinor?: number;
  readonly countedMinor?: number;
  readonly varianceMinor?: number;
  /** Of other currencies. Absent while whoever counts shall not know. */
  readonly foreign?: readonly ForeignFigures[];
  readonly reason?: string;
}

/** A Z has a line to sign on; an X has none, since the session goes on. */
export function sessionReportDocument(
  report: SessionReport,
  labels: ReportLabels,
  tenderLabels: ReceiptLabels['tenders'],
): PrintDocument {
  const { kind, title, language, shop, isCopy } = report;
  const parts: readonly ReceiptLine[] = [
    centre(shop.name, true),
    ...shop.addressLines.map((text) => centre(text)),
    centre(kind === 'x' ? labels.x : labels.z, true),
    ...(isCopy ? [centre(labels.copy, true)] : []),
    rule,
    ...headOf(report, labels),
    rule,
    ...(report.expectedMinor === undefined
      ? blindLines(report, labels)
      : tradeLines(report, labels)),
    ...(report.expectedMinor === undefined ? [] : tenderLines(report, tenderLabels)),
    ...(report.expectedMinor === undefined ? [] : [rule, ...drawerLines(report, labels)]),
    ...(kind === 'z' ? [rule, pair(labels.signature, '_'.repeat(16))] : []),
  ];
  return { title: printable(title), language, parts };
}

function headOf(report: SessionReport, labels: ReportLabels): readonly ReceiptLine[] {
  const { firstReceipt, lastReceipt } = report;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [labels.session, report.sessionName],
    [labels.register, report.registerName],
    [labels.opened, report.openedAt],
    [labels.closed, report.closedAt],
    [labels.printed, report.printedAt],
    [labels.by, report.personName],
  ];
  return [
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [pair(name, value)])),
    ...(firstReceipt === undefined || lastReceipt === undefined
      ? []
      : [text(`${labels.receipts} ${firstReceipt} - ${lastReceipt}`)]),
  ];
}

/** How much was done, and nothing that the cash could be read from. */
function blindLines({ sums }: SessionReport, labels: ReportLabels): readonly ReceiptLine[] {
  return [
    pair(labels.sales, String(sums.sales.count)),
    pair(labels.refunds, String(sums.refunds.count)),
    pair(labels.voids, String(sums.voids.count)),
    ...openingLines(sums, labels),
  ];
}

/** Where there were any: who looks for them looks for a number. */
function openingLines({ noSalesCount }: SessionSums, labels: ReportLabels): readonly ReceiptLine[] {
  return noSalesCount === 0 ? [] : [pair(labels.noSales, String(noSalesCount))];
}

function tradeLines(report: SessionReport, labels: ReportLabels): readonly ReceiptLine[] {
  const { sums, currency, taxes } = report;
  const { sales, refunds, voids } = sums;
  const figures = sessionFigures(sums);
  const amount = (minor: number) => decimalOf(minor, currency);
  const ofNothing = (minor: number, name: string) =>
    minor === 0 ? [] : [pair(name, amount(minor))];
  // What is on top of prices is the rest: gross, less discounts, with it, is what was owed.
  const onTopMinor =
    sales.totalMinor - sales.grossMinor + sales.discountMinor - sales.roundingMinor;
  return [
    pair(`${labels.gross} (${sales.count})`, amount(sales.grossMinor)),
    ...ofNothing(-sales.discountMinor, labels.discounts),
    ...ofNothing(onTopMinor, labels.taxOnTop),
    ...ofNothing(sales.roundingMinor, labels.rounding),
    pair(labels.sales, amount(sales.totalMinor)),
    ...ofNothing(-refunds.totalMinor, `${labels.refunds} (${refunds.count})`),
    ...ofNothing(-voids.totalMinor, `${labels.voids} (${voids.count})`),
    pair(labels.net, `${currency} ${amount(figures.netMinor)}`, { isStrong: true }),
    pair(labels.tax, amount(figures.netTaxMinor)),
    ...taxes.map(({ name, taxMinor }) => pair(name, amount(taxMinor), { indent: 2 })),
    rule,
  ];
}

function tenderLines(
  { sums, currency }: SessionReport,
  tenderLabels: ReceiptLabels['tenders'],
): readonly ReceiptLine[] {
  return sessionFigures(sums).tenders.map(({ method, keptMinor }) =>
    pair(tenderLabels[method], decimalOf(keptMinor, currency)),
  );
}

function drawerLines(report: SessionReport, labels: ReportLabels): readonly ReceiptLine[] {
  const { sums, currency, expectedMinor, countedMinor, varianceMinor, reason } = report;
  const { payIns, payOuts } = sums;
  const amount = (minor: number) => decimalOf(minor, currency);
  const keptMinor = sessionFigures(sums).cashMinor - payIns.amountMinor + payOuts.amountMinor;
  const maybe = (name: string, minor: number | undefined) =>
    minor === undefined ? [] : [pair(name, amount(minor))];
  return [
    centre(labels.drawer),
    pair(labels.float, amount(report.openingFloatMinor)),
    pair(labels.cash, amount(keptMinor)),
    pair(`${labels.payIns} (${payIns.count})`, amount(payIns.amountMinor)),
    pair(`${labels.payOuts} (${payOuts.count})`, amount(-payOuts.amountMinor)),
    ...openingLines(sums, labels),
    ...maybe(labels.expected, expectedMinor),
    ...maybe(labels.counted, countedMinor),
    ...(varianceMinor === undefined
      ? []
      : [pair(labels.variance, amount(varianceMinor), { isStrong: true })]),
    ...(report.foreign ?? []).flatMap((count) => foreignLines(count, report, labels)),
    ...(reason === undefined ? [] : [pair(labels.reason, reason)]),
  ];
}

/** Another currency, counted by itself; what it was taken for is in the cash of the tenders. */
function foreignLines(
  { currency, expectedMinor, countedMinor, varianceMinor, takingsCount }: ForeignFigures,
  { sums, currency: own }: SessionReport,
  labels: ReportLabels,
): readonly ReceiptLine[] {
  const amount = (minor: number) => decimalOf(minor, currency);
  const taken = sums.foreign?.find((one) => one.currency === currency);
  const takings = takingsCount === undefined ? '' : ` (${takingsCount})`;
  return [
    centre(currency),
    ...(taken === undefined
      ? []
      : [pair(`${labels.takenFor}${takings}`, `${own} ${decimalOf(taken.worthMinor, own)}`)]),
    pair(labels.expected, amount(expectedMinor)),
    ...(countedMinor === null ? [] : [pair(labels.counted, amount(countedMinor))]),
    ...(varianceMinor === null
      ? []
      : [pair(labels.variance, amount(varianceMinor), { isStrong: true })]),
  ];
}

const rule: ReceiptLine = { kind: 'rule' };

function centre(words: string, isStrong = false): ReceiptLine {
  return { kind: 'centre', text: printable(words), isStrong };
}

function text(words: string): ReceiptLine {
  return { kind: 'text', text: printable(words) };
}

function pair(
  left: string,
  right: string,
  { indent = 0, isStrong = false }: { indent?: number; isStrong?: boolean } = {},
): ReceiptLine {
  return { kind: 'pair', left: printable(left), right: printable(right), indent, isStrong };
}
