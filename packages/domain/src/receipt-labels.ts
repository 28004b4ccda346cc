/**
 * The words on a receipt, in the languages we speak. Another language is one more table.
 */
import type { TenderMethod } from './tender.ts';

export interface ReceiptLabels {
  readonly receipt: string;
  readonly refund: string;
  readonly refundOf: string;
  readonly void: string;
  readonly voidOf: string;
  readonly voidTotal: string;
  readonly approvedBy: string;
  readonly reason: string;
  readonly copy: string;
  readonly date: string;
  readonly register: string;
  readonly servedBy: string;
  readonly customer: string;
  readonly taxNumber: string;
  readonly discount: string;
  readonly subtotal: string;
  readonly total: string;
  readonly refundTotal: string;
  readonly rounding: string;
  readonly due: string;
  /** What a refund comes to, once its cash is rounded. */
  readonly paidBack: string;
  readonly change: string;
  readonly balance: string;
  readonly taxIncluded: string;
  /** Between the name of a tax and the amount it was levied on. */
  readonly on: string;
  readonly tenders: Readonly<Record<TenderMethod, string>>;
}

const en: ReceiptLabels = {
  receipt: 'Receipt',
  refund: 'REFUND',
  refundOf: 'For receipt',
  void: 'VOID',
  voidOf: 'Voided receipt',
  voidTotal: 'GIVEN BACK',
  approvedBy: 'Approved by',
  reason: 'Reason',
  copy: 'COPY',
  date: 'Date',
  register: 'Register',
  servedBy: 'Served by',
  customer: 'Customer',
  taxNumber: 'Tax number',
  discount: 'Discount',
  subtotal: 'Subtotal',
  total: 'TOTAL',
  refundTotal: 'TOTAL REFUND',
  rounding: 'Rounding',
  due: 'To pay',
  paidBack: 'Paid back',
  change: 'Change',
  balance: 'Still to pay',
  taxIncluded: 'Tax included',
  on: 'on',
  tenders: {
    CASH: 'Cash',
    CARD: 'Card',
    MOBILE: 'Mobile money',
    BANK: 'Bank transfer',
    CRYPTO: 'Crypto',
    STORE_CREDIT: 'Store credit',
    OTHER: 'Other',
  },
};

const sw: ReceiptLabels = {
  receipt: 'Risiti',
  refund: 'MAREJESHO',
  refundOf: 'Kwa risiti',
  void: 'MAUZO YAMEBATILISHWA',
  voidOf: 'Risiti iliyobatilishwa',
  voidTotal: 'KILICHORUDISHWA',
  approvedBy: 'Imeidhinishwa na',
  reason: 'Sababu',
  copy: 'NAKALA',
  date: 'Tarehe',
  register: 'Kaunta',
  servedBy: 'Mhudumu',
  customer: 'Mteja',
  taxNumber: 'Namba ya kodi',
  discount: 'Punguzo',
  subtotal: 'Jumla ndogo',
  total: 'JUMLA',
  refundTotal: 'JUMLA YA MAREJESHO',
  rounding: 'Makadirio',
  due: 'Ya kulipa',
  paidBack: 'Kilichorudishwa',
  change: 'Chenji',
  balance: 'Baki ya kulipa',
  taxIncluded: 'Kodi iliyojumuishwa',
  on: 'kwa',
  tenders: {
    CASH: 'Pesa taslimu',
    CARD: 'Kadi',
    MOBILE: 'Pesa kwa simu',
    BANK: 'Benki',
    CRYPTO: 'Kripto',
    STORE_CREDIT: 'Salio la duka',
    OTHER: 'Nyingine',
  },
};

export const receiptLabels = { en, sw } as const;
