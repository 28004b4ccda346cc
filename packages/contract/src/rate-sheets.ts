/**
 * Which other currencies a shop takes in cash, and at which rates: immutable under its version,
 * since a sale that comes late was settled by the sheet that it names.
 */
import { z } from 'zod';
import { FOREIGN_CURRENCIES_MAX } from '@evertill/domain';
import { operation } from './operation.ts';
import {
  currencyCode,
  exchangeRate,
  instant,
  positiveDecimal,
  priceBookVersion,
} from './wire-types.ts';

const foreignRate = z.strictObject({
  currency: currencyCode(),
  /** Units of the shop's currency for one unit of this. */
  rate: exchangeRate(),
  /** The smallest note or coin of it that the shop takes. */
  smallest: positiveDecimal(),
});

/** What tills keep. */
export const rateSheetFields = {
  version: priceBookVersion(),
  /** The shop's own. */
  currency: currencyCode(),
  rates: z.array(foreignRate).max(FOREIGN_CURRENCIES_MAX),
};

const rateSheetView = z.strictObject({ ...rateSheetFields, createdAt: instant() });
export type RateSheetView = z.infer<typeof rateSheetView>;

const view = { kind: 'user', capability: 'catalog_view' } as const;

export const rateSheets = {
  currentRateSheet: operation({
    name: 'orders.currentRateSheet',
    http: { method: 'GET', path: '/api/rate-sheets/current/' },
    summary: 'The other currencies that the shop takes in cash now. Not found before any was said.',
    access: view,
    input: z.strictObject({}),
    output: rateSheetView,
    refusals: ['not_found'],
  }),
  findRateSheet: operation({
    name: 'orders.findRateSheet',
    http: { method: 'GET', path: '/api/rate-sheets/{version}/' },
    summary: 'A sheet of rates by its version. Under its version it never changes.',
    access: view,
    input: z.strictObject({ version: priceBookVersion() }),
    output: rateSheetView,
    refusals: ['input_invalid', 'not_found'],
  }),
  publishRateSheet: operation({
    name: 'orders.publishRateSheet',
    http: { method: 'PUT', path: '/api/rate-sheets/current/' },
    summary:
      'Say anew which other currencies are taken in cash, and at which rates: the next version, ' +
      'unless nothing is different. With no rates nothing foreign is taken.',
    access: { kind: 'user', capability: 'rate_manage' },
    input: z.strictObject({
      rates: z.array(foreignRate.partial({ smallest: true })).max(FOREIGN_CURRENCIES_MAX),
    }),
    output: rateSheetView,
    refusals: ['input_invalid', 'amount_invalid'],
  }),
};
