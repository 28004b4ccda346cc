/** From the ticket to the money: past a leader, where the ticket goes beyond who stands here. */
import type { App } from './app.ts';

export function startPaying({ till, navigation }: Pick<App, 'till' | 'navigation'>): void {
  if (till.paying.startPaying()) navigation.go({ at: 'pay' });
  else if (isLeadersTurn(till)) navigation.open({ kind: 'let-pass' });
}

function isLeadersTurn(till: App['till']): boolean {
  const { cart, session } = till.store.getState();
  const { flaw } = till.priced() ?? {};
  if (cart.lines.length === 0 || session === null || flaw !== undefined) return false;
  return till.selling.needsWord().actions.length > 0;
}
