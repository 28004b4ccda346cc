/** A sale undone as a whole, for the goldens: in two tenders, let pass by a leader. */
import { receiptLabels, receiptOf } from '@evertill/domain';
import type { ReceiptShop, VoidForReceipt } from '@evertill/domain';
import { printerProfiles, receiptDocument } from '../src/index.ts';
import type { PrintDocument } from '../src/index.ts';
import type { GoldenCase } from './golden-cases.ts';

const voided: VoidForReceipt = {
  kind: 'void',
  number: 'T2-000418',
  soldAt: '2026-11-20 14:26',
  registerName: 'Till 2',
  cashierName: 'Achieng',
  isCopy: false,
  currency: 'KES',
  totalMinor: 80_200,
  payouts: [
    { method: 'MOBILE', amountMinor: 50_000 },
    { method: 'CASH', amountMinor: 30_200 },
  ],
  reason: 'The customer left',
  approvers: ['Wambui N.'],
};

function voidSlip(
  shop: ReceiptShop,
  language: keyof typeof receiptLabels,
  more: Partial<VoidForReceipt> = {},
): PrintDocument {
  const labels = receiptLabels[language];
  const receipt = receiptOf({ ...voided, ...more }, { ...shop, labels });
  return receiptDocument(receipt, { title: `${labels.void} ${voided.number}`, language });
}

const { wide, narrow } = printerProfiles;

/** As that shop prints them. */
export function voidCases(shop: ReceiptShop): readonly GoldenCase[] {
  return [
    {
      name: 'void-80',
      about: 'A sale in two tenders undone, let pass by a leader.',
      profile: wide,
      document: voidSlip(shop, 'en'),
    },
    {
      name: 'void-58',
      about: 'The same on 58 mm.',
      profile: narrow,
      document: voidSlip(shop, 'en'),
    },
    {
      name: 'void-copy-58-swahili',
      about: 'A copy in Swahili, of one that nobody had to let pass.',
      profile: narrow,
      document: voidSlip(shop, 'sw', { isCopy: true, approvers: [] }),
    },
  ];
}
