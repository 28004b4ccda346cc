/** The words of an X and a Z report. Another language is one more table. */
export interface ReportLabels {
  readonly x: string;
  readonly z: string;
  readonly copy: string;
  readonly session: string;
  readonly register: string;
  readonly opened: string;
  readonly closed: string;
  readonly printed: string;
  readonly by: string;
  readonly receipts: string;
  readonly sales: string;
  readonly gross: string;
  readonly discounts: string;
  readonly rounding: string;
  readonly refunds: string;
  readonly voids: string;
  readonly net: string;
  readonly taxOnTop: string;
  readonly tax: string;
  readonly drawer: string;
  readonly float: string;
  readonly cash: string;
  readonly payIns: string;
  readonly payOuts: string;
  readonly noSales: string;
  readonly expected: string;
  readonly counted: string;
  readonly variance: string;
  /** What cash of another currency was taken for, in the shop's own. */
  readonly takenFor: string;
  readonly reason: string;
  readonly signature: string;
}

const en: ReportLabels = {
  x: 'X REPORT',
  z: 'Z REPORT',
  copy: 'COPY',
  session: 'Session',
  register: 'Register',
  opened: 'Opened',
  closed: 'Closed',
  printed: 'Printed',
  by: 'By',
  receipts: 'Receipts',
  sales: 'Sales',
  gross: 'Before discounts',
  discounts: 'Discounts',
  rounding: 'Rounding',
  refunds: 'Refunds',
  voids: 'Voids',
  net: 'NET',
  taxOnTop: 'Tax on top',
  tax: 'Tax in it',
  drawer: 'DRAWER',
  float: 'Opening float',
  cash: 'Cash kept',
  payIns: 'Paid in',
  payOuts: 'Paid out',
  noSales: 'Opened without sale',
  expected: 'Expected',
  counted: 'Counted',
  variance: 'Difference',
  takenFor: 'Taken for',
  reason: 'Reason',
  signature: 'Signature',
};

const sw: ReportLabels = {
  x: 'RIPOTI YA X',
  z: 'RIPOTI YA Z',
  copy: 'NAKALA',
  session: 'Zamu',
  register: 'Kaunta',
  opened: 'Imefunguliwa',
  closed: 'Imefungwa',
  printed: 'Imechapishwa',
  by: 'Na',
  receipts: 'Risiti',
  sales: 'Mauzo',
  gross: 'Kabla ya punguzo',
  discounts: 'Punguzo',
  rounding: 'Makadirio',
  refunds: 'Marejesho',
  voids: 'Zilizobatilishwa',
  net: 'JUMLA HALISI',
  taxOnTop: 'Kodi juu yake',
  tax: 'Kodi ndani yake',
  drawer: 'DROO',
  float: 'Pesa za kuanzia',
  cash: 'Taslimu iliyobaki',
  payIns: 'Zilizoingizwa',
  payOuts: 'Zilizotolewa',
  noSales: 'Droo bila mauzo',
  expected: 'Inayotarajiwa',
  counted: 'Iliyohesabiwa',
  variance: 'Tofauti',
  takenFor: 'Ilipokelewa kwa',
  reason: 'Sababu',
  signature: 'Sahihi',
};

export const reportLabels = { en, sw } as const;
