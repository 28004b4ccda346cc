/**
 * Stock alerts: raised when a level crosses a threshold, resolved when it crosses back. A person
 * may raise one, too, and whatever was raised stays written.
 */
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
  /** What was on hand when it was raised, and what that crossed: nothing, where a person did it. */
  onHand: decimal(),
  threshold: decimal().nullable(),
  isActive: z.boolean(),
  createdAt: instant(),
  /** Null where the stock itself did. */
  raisedBy: uuid().nullable(),
  /** Somebody has seen it; it stays active. */
  isAcknowledged: z.boolean(),
  acknowledgedBy: uuid().nullable(),
  acknowledgedAt: instant().nullable(),
  resolvedAt: instant().nullable(),
  /** Null where the stock itself recovered. */
  resolvedBy: uuid().nullable(),
  resolutionReason: text(500),
});
export type AlertView = z.infer<typeof alertView>;

const narrowedBy = {
  product: uuid().optional(),
  location: uuid().optional(),
  alertType: z.enum(alertTypes).optional(),
};

const told = {
  userClient: uuid().optional(),
  product: uuid(),
  location: uuid().optional(),
  alertType: z.enum(alertTypes),
  message: text(500, 1),
};

const ALERT = '/api/stock-alerts/{alert_id}/';
const changeRefusals = ['input_invalid', 'not_found', 'tenant_mismatch', 'alert_resolved'] as const;

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
    http: { method: 'GET', path: ALERT },
    summary: 'One stock alert.',
    access: { kind: 'user', capability: 'stock_view' },
    input: z.strictObject({ alertId: uuid() }),
    output: alertView,
    refusals: ['input_invalid', 'not_found'],
  }),
  raiseAlert: operation({
    name: 'inventory.raiseAlert',
    http: { method: 'POST', path: '/api/stock-alerts/', success: 201 },
    summary: 'Raise an alert by hand. Of each type there is one for a product at a location.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ alertId: uuid().optional(), ...told }),
    ownId: 'alertId',
    output: alertView,
    refusals: ['input_invalid', 'id_reused', 'not_found', 'tenant_mismatch', 'alert_active'],
  }),
  changeAlert: operation({
    name: 'inventory.changeAlert',
    http: { method: 'PATCH', path: ALERT },
    summary: 'Say an active alert in other words, or that somebody has seen it.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z
      .strictObject(told)
      .partial()
      .extend({ alertId: uuid(), isAcknowledged: z.boolean().optional() }),
    output: alertView,
    refusals: changeRefusals,
  }),
  replaceAlert: operation({
    name: 'inventory.replaceAlert',
    http: { method: 'PUT', path: ALERT },
    summary: 'The same, with all of it said: what the alert is about is as it was.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ alertId: uuid(), ...told, isAcknowledged: z.boolean().optional() }),
    output: alertView,
    refusals: changeRefusals,
  }),
  dismissAlert: operation({
    name: 'inventory.dismissAlert',
    http: { method: 'DELETE', path: ALERT, success: 204 },
    summary: 'Resolve an alert, with the reason if there is one. It stays in the list.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ alertId: uuid(), reason: text(500, 1).optional() }),
    output: z.strictObject({}),
    refusals: ['input_invalid', 'not_found', 'alert_resolved'],
  }),
  resolveAlert: operation({
    name: 'inventory.resolveAlert',
    http: { method: 'POST', path: `${ALERT}resolve/` },
    summary: 'Somebody saw to it. The next crossing raises a new alert.',
    access: { kind: 'user', capability: 'stock_adjust' },
    input: z.strictObject({ alertId: uuid(), reason: text(500, 1).optional() }),
    output: alertView,
    refusals: ['input_invalid', 'not_found', 'alert_resolved'],
  }),
};
