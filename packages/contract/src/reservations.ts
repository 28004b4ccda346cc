/** Reservations: stock promised to an order for a while. What is on hand never changes by them. */
import { z } from 'zod';
import { LINES_MAX } from '@evertill/domain';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, positiveDecimal, sentInstant, uuid } from './wire-types.ts';

const reservationView = z.strictObject({
  reservationId: uuid(),
  salesHeader: uuid(),
  product: uuid(),
  location: uuid(),
  quantity: decimal(),
  isActive: z.boolean(),
  createdAt: instant(),
  releasedAt: instant().nullable(),
  expiryAt: instant(),
});
export type ReservationView = z.infer<typeof reservationView>;

export const reservations = {
  listReservations: operation({
    name: 'inventory.listReservations',
    http: { method: 'GET', path: '/api/sales-reservations/' },
    summary: 'What is or was reserved, line by line.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], {
      product: uuid().optional(),
      salesHeader: uuid().optional(),
      isActive: z.boolean().optional(),
    }),
    output: listOf(reservationView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findReservation: operation({
    name: 'inventory.findReservation',
    http: { method: 'GET', path: '/api/sales-reservations/{reservation_id}/' },
    summary: 'One reserved line.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ reservationId: uuid() }),
    output: reservationView,
    refusals: ['input_invalid', 'not_found'],
  }),
  reserve: operation({
    name: 'inventory.reserve',
    summary:
      'Promise stock to an order, whose id is the reservation’s. The same items again extend ' +
      'it; others take their place.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({
      reservationId: uuid(),
      items: z
        .array(
          z.strictObject({
            product: uuid(),
            quantity: positiveDecimal(),
            location: uuid().optional(),
          }),
        )
        .min(1)
        .max(LINES_MAX),
      expiresAt: sentInstant(),
    }),
    output: z.strictObject({ reservationId: uuid(), expiresAt: instant() }),
    refusals: ['input_invalid', 'id_reused', 'amount_invalid', 'not_found', 'insufficient_stock'],
  }),
  release: operation({
    name: 'inventory.release',
    summary: 'Give back what was promised to an order. Again, or without any, changes nothing.',
    access: { kind: 'peer' },
    isRepeatable: true,
    input: z.strictObject({ reservationId: uuid() }),
    output: z.strictObject({}),
    refusals: ['input_invalid'],
  }),
};
