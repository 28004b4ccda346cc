/** One example of each operation of stock alerts, as the native wire has it. */
import type { Examples } from '../operation.ts';
import { ids } from './story.ts';

const alert = {
  alert_id: ids.alert,
  product: ids.product,
  product_name: 'Mug',
  location: ids.location,
  alert_type: 'LOW_STOCK',
  message: 'Mug is low: 3 left, 5 wanted.',
  on_hand: '12',
  threshold: '5',
  is_active: true,
  created_at: '2026-01-31T12:00:00Z',
  resolved_at: null,
  resolved_by: null,
};

export const stockAlertsExamples: Examples = {
  'inventory.listAlerts': {
    request: { limit: 50, ordering: '-created_at', search: 'mug' },
    response: [alert],
  },
  'inventory.listActiveAlerts': {
    request: { limit: 50, ordering: '-created_at' },
    response: [alert],
  },
  'inventory.findAlertSummary': {
    response: {
      total_alerts: 1,
      active_alerts: 1,
      resolved_alerts: 1,
      alerts_by_type: [{ alert_type: 'LOW_STOCK', count: 4, active_count: 1 }],
      recent_alerts: [
        {
          alert_id: ids.alert,
          product: ids.product,
          product_name: 'Mug',
          location: ids.location,
          alert_type: 'LOW_STOCK',
          message: 'Mug is low: 3 left, 5 wanted.',
          on_hand: '12',
          threshold: '5',
          is_active: true,
          created_at: '2026-01-31T12:00:00Z',
          resolved_at: null,
          resolved_by: null,
        },
      ],
    },
  },
  'inventory.findAlert': { request: { alert_id: ids.alert }, response: alert },
  'inventory.resolveAlert': { request: { alert_id: ids.alert }, response: alert },
};
