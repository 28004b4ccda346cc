/** One example of each operation of reservations, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const reservation = {
  reservation_id: ids.reservation,
  sales_header: ids.sale,
  product: ids.product,
  location: ids.location,
  quantity: '1',
  is_active: true,
  created_at: '2026-01-31T12:00:00Z',
  released_at: null,
  expiry_at: '2026-01-31T12:15:00Z',
};

export const reservationsExamples: Examples = {
  'inventory.listReservations': {
    request: { limit: 50, ordering: '-created_at' },
    response: [reservation],
  },
  'inventory.findReservation': {
    request: { reservation_id: ids.reservation },
    response: reservation,
  },
};
