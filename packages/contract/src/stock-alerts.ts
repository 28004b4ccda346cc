/** Stock alerts: raised when a level crosses a threshold, resolved when it crosses back. */
import { z } from 'zod';
import { listOf, listQuery } from './list-query.ts';
import { operation } from './operation.ts';
import { decimal, instant, text, uuid, whole } from './wire-types.ts';

const alertTypes = ['LOW_STOCK', 'OUT_OF_STOCK', 'OVERSTOCK'] as const;

const alertView = z.strictObject({
  alertId: uuid(),
  product: uuid(),
  productName: text(200).nullable(),
  location: uuid(),
  alertType: z.enum(alertTypes),
  message: text(500),
  /** What was on hand when it was raised, and what that crossed. */
  onHand: decimal(),
  threshold: decimal(),
  isActive: z.boolean(),
  createdAt: instant(),
  resolvedAt: instant().nullable(),
  /** Null where the stock itself recovered. */
  resolvedBy: uuid().nullable(),
});
export type AlertView = z.infer<typeof alertView>;

const narrowedBy = {
  product: uuid().optional(),
  location: uuid().optional(),
  alertType: z.enum(alertTypes).optional(),
};

export const stockAlerts = {
  listAlerts: operation({
    name: 'inventory.listAlerts',
    http: { method: 'GET', path: '/api/stock-alerts/' },
    summary: 'Stock alerts, newest first.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], {
      search: text(100).optional(),
      ...narrowedBy,
      isActive: z.boolean().optional(),
    }),
    output: listOf(alertView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  listActiveAlerts: operation({
    name: 'inventory.listActiveAlerts',
    http: { method: 'GET', path: '/api/stock-alerts/active/' },
    summary: 'Stock alerts that are neither recovered from nor resolved.',
    access: { kind: 'user', capability: 'stock_view' },
    input: listQuery(['created_at'], narrowedBy),
    output: listOf(alertView),
    isList: true,
    refusals: ['input_invalid'],
  }),
  findAlertSummary: operation({
    name: 'inventory.findAlertSummary',
    http: { method: 'GET', path: '/api/stock-alerts/summary/' },
    summary: 'How many alerts there are, by type, and the ten last raised.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({}),
    output: z.strictObject({
      totalAlerts: whole(0),
      activeAlerts: whole(0),
      resolvedAlerts: whole(0),
      alertsByType: z.array(
        z.strictObject({ alertType: z.enum(alertTypes), count: whole(0), activeCount: whole(0) }),
      ),
      recentAlerts: z.array(alertView),
    }),
    refusals: ['input_invalid'],
  }),
  findAlert: operation({
    name: 'inventory.findAlert',
    http: { method: 'GET', path: '/api/stock-alerts/{alert_id}/' },
    summary: 'One stock alert.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ alertId: uuid() }),
    output: alertView,
    refusals: ['input_invalid', 'not_found'],
  }),
  resolveAlert: operation({
    name: 'inventory.resolveAlert',
    http: { method: 'POST', path: '/api/stock-alerts/{alert_id}/resolve/' },
    summary: 'Somebody saw to it. The next crossing raises a new alert.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ alertId: uuid() }),
    output: alertView,
    refusals: ['input_invalid', 'not_found', 'alert_resolved'],
  }),
};
