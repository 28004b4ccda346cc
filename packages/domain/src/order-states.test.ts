import { describe, expect, it } from 'vitest';
import { isFinalOrderState, nextOrderState, orderEvents, orderStates } from './order-states.ts';
import type { OrderEvent, OrderState } from './order-states.ts';

function walk(from: OrderState, ...events: OrderEvent[]): OrderState | undefined {
  return events.reduce<OrderState | undefined>(
    (state, event) => (state === undefined ? undefined : nextOrderState(state, event)),
    from,
  );
}

describe('an order', () => {
  it('is sold at the counter, and comes back in parts', () => {
    expect(walk('draft', 'paid')).toBe('completed');
    expect(walk('draft', 'paid', 'partly_refunded', 'partly_refunded')).toBe('partially_refunded');
    expect(walk('draft', 'paid', 'partly_refunded', 'fully_refunded')).toBe('refunded');
    expect(walk('draft', 'paid', 'voided')).toBe('voided');
  });

  it('waits for its payment online', () => {
    expect(walk('draft', 'placed', 'paid')).toBe('completed');
    expect(walk('draft', 'placed', 'payment_failed', 'paid')).toBe('completed');
    expect(walk('draft', 'placed', 'cancelled')).toBe('cancelled');
    expect(walk('draft', 'placed', 'voided')).toBe('voided');
  });

  it('is revived by a late payment after time ran out, not after a person cancelled', () => {
    expect(walk('draft', 'placed', 'expired', 'paid')).toBe('completed');
    expect(walk('draft', 'placed', 'cancelled', 'paid')).toBeUndefined();
  });

  it('is not voided once money went back, nor refunded once voided', () => {
    expect(walk('draft', 'paid', 'partly_refunded', 'voided')).toBeUndefined();
    expect(walk('draft', 'paid', 'voided', 'fully_refunded')).toBeUndefined();
    expect(walk('draft', 'fully_refunded')).toBeUndefined();
  });

  it('is completed once', () => {
    expect(walk('completed', 'paid')).toBeUndefined();
    expect(walk('refunded', 'paid')).toBeUndefined();
  });

  it('may do what is told here, and nothing else', () => {
    const allowed = orderStates.flatMap((state) =>
      orderEvents.flatMap((event) => {
        const next = nextOrderState(state, event);
        return next === undefined ? [] : [`${state} ${event} ${next}`];
      }),
    );
    expect(allowed).toEqual([
      'draft placed awaiting_payment',
      'draft paid completed',
      'draft cancelled cancelled',
      'awaiting_payment paid completed',
      'awaiting_payment payment_failed awaiting_payment',
      'awaiting_payment cancelled cancelled',
      'awaiting_payment expired expired',
      'awaiting_payment voided voided',
      'completed voided voided',
      'completed partly_refunded partially_refunded',
      'completed fully_refunded refunded',
      'partially_refunded partly_refunded partially_refunded',
      'partially_refunded fully_refunded refunded',
      'expired paid completed',
      'expired payment_failed expired',
    ]);
  });

  it('ends in three states, and reaches every state from a draft', () => {
    const final = orderStates.filter(isFinalOrderState);
    expect(final).toEqual(['refunded', 'voided', 'cancelled']);
    const reached = new Set<OrderState>(['draft']);
    for (const state of reached) {
      for (const event of orderEvents) {
        const next = nextOrderState(state, event);
        if (next !== undefined) reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...orderStates].sort());
  });
});
