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
  raised_by: null,
  is_acknowledged: false,
  acknowledged_by: null,
  acknowledged_at: null,
  resolved_at: null,
  resolved_by: null,
  resolution_reason: '',
};

const byHand = {
  ...alert,
  message: 'The handles break off',
  threshold: null,
  raised_by: ids.owner,
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
      recent_alerts: [alert],
    },
  },
  'inventory.findAlert': { request: { alert_id: ids.alert }, response: alert },
  'inventory.raiseAlert': {
    request: {
      product: ids.product,
      location: ids.location,
      alert_type: 'LOW_STOCK',
      message: 'The handles break off',
    },
    response: byHand,
  },
  'inventory.changeAlert': {
    request: { alert_id: ids.alert, is_acknowledged: true },
    response: {
      ...byHand,
      is_acknowledged: true,
      acknowledged_by: ids.owner,
      acknowledged_at: '2026-01-31T12:30:00Z',
    },
  },
  'inventory.replaceAlert': {
    request: {
      alert_id: ids.alert,
      product: ids.product,
      alert_type: 'LOW_STOCK',
      message: 'The handles break off',
    },
    response: byHand,
  },
  'inventory.dismissAlert': {
    request: { alert_id: ids.alert, reason: 'New ones are on their way' },
  },
  'inventory.resolveAlert': { request: { alert_id: ids.alert }, response: alert },
};
