/** An X and a Z for the goldens: one session, in the middle and at its end. */
import { expectedMinorOf, receiptLabels, sessionFigures, varianceMinorOf } from '@evertill/domain';
import type { SessionSums } from '@evertill/domain';
import { printerProfiles, reportLabels, sessionReportDocument } from '../src/index.ts';
import type { SessionReport } from '../src/index.ts';
import type { GoldenCase } from './golden-cases.ts';

const sums: SessionSums = {
  sales: {
    count: 42,
    grossMinor: 2_135_000,
    discountMinor: 35_000,
    taxMinor: 214_500,
    roundingMinor: -50,
    totalMinor: 2_099_950,
    changeMinor: 380_000,
  },
  refunds: { count: 1, taxMinor: 700, totalMinor: 5_100 },
  voids: { count: 0, taxMinor: 0, totalMinor: 0 },
  payIns: { count: 1, amountMinor: 50_000 },
  payOuts: { count: 2, amountMinor: 120_000 },
  noSalesCount: 0,
  tenders: [
    { method: 'CASH', receivedMinor: 1_480_000, returnedMinor: 5_100 },
    { method: 'MOBILE', receivedMinor: 999_950, returnedMinor: 0 },
  ],
};

const openingFloatMinor = 200_000;
const expectedMinor = expectedMinorOf({
  openingFloatMinor,
  cashMinor: sessionFigures(sums).cashMinor,
});
const countedMinor = expectedMinor - 4_000;

const report: SessionReport = {
  kind: 'x',
  title: 'X report',
  language: 'en',
  shop: { name: 'Mama Njeri Grocers', addressLines: ['Kawangware, Naivasha Road'] },
  sessionName: 'T2-118',
  registerName: 'Till 2',
  openedAt: '2026-11-20 07:58',
  printedAt: '2026-11-20 14:30',
  personName: 'Achieng',
  isCopy: false,
  currency: 'KES',
  firstReceipt: 'T2-000377',
  lastReceipt: 'T2-000418',
  sums,
  taxes: [{ name: 'VAT 16%', taxMinor: 213_800 }],
  openingFloatMinor,
  expectedMinor,
};

const xReport = sessionReportDocument(report, reportLabels.en, receiptLabels.en.tenders);

const zReport = sessionReportDocument(
  {
    ...report,
    kind: 'z',
    title: 'Z report',
    closedAt: '2026-11-20 20:04',
    printedAt: '2026-11-20 20:05',
    countedMinor,
    varianceMinor: varianceMinorOf(countedMinor, expectedMinor),
    reason: 'Wrong change given',
  },
  reportLabels.en,
  receiptLabels.en.tenders,
);

/** Dollars lay in the drawer too, of which one is missing. */
const bothForeign = [{ currency: 'USD', receivedMinor: 6_000, worthMinor: 775_500 }] as const;
const bothSums: SessionSums = { ...sums, foreign: bothForeign };
const uncounted = { countedMinor: null, varianceMinor: null } as const;
const bothExpectedMinor = expectedMinor - 775_500;
const foreignZReport = sessionReportDocument(
  {
    ...report,
    kind: 'z',
    title: 'Z report',
    sums: bothSums,
    closedAt: '2026-11-20 20:04',
    printedAt: '2026-11-20 20:05',
    expectedMinor: bothExpectedMinor,
    countedMinor: bothExpectedMinor,
    varianceMinor: 0,
    foreign: [{ currency: 'USD', expectedMinor: 6_000, countedMinor: 5_900, varianceMinor: -100 }],
    reason: 'Wrong change given',
  },
  reportLabels.en,
  receiptLabels.en.tenders,
);

/** In the middle of the shift: euros from one sale, dollars from three. */
const foreignXReport = sessionReportDocument(
  {
    ...report,
    sums: {
      ...sums,
      foreign: [{ currency: 'EUR', receivedMinor: 1_000, worthMinor: 140_500 }, ...bothForeign],
    },
    expectedMinor: bothExpectedMinor - 140_500,
    foreign: [
      { ...uncounted, currency: 'EUR', expectedMinor: 1_000, takingsCount: 1 },
      { ...uncounted, currency: 'USD', expectedMinor: 6_000, takingsCount: 3 },
    ],
  },
  reportLabels.en,
  receiptLabels.en.tenders,
);

const { wide, narrow } = printerProfiles;

export const reportCases: readonly GoldenCase[] = [
  { name: 'x-report-80', about: 'In the middle of a shift.', profile: wide, document: xReport },
  {
    name: 'x-report-three-currencies-80',
    about: 'Euros and dollars each by themselves, with how often they were taken.',
    profile: wide,
    document: foreignXReport,
  },
  {
    name: 'x-report-three-currencies-58',
    about: 'The same on 58 mm.',
    profile: narrow,
    document: foreignXReport,
  },
  {
    name: 'z-report-58',
    about: 'A drawer that is 40.00 short, with the reason.',
    profile: narrow,
    document: zReport,
  },
  {
    name: 'z-report-two-currencies-58',
    about: 'Dollars are counted by themselves: one is missing.',
    profile: narrow,
    document: foreignZReport,
  },
];
