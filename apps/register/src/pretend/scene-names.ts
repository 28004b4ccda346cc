/** The scenes there are: read without a browser. */
export const sceneNames = [
  'sell',
  'sell-offline',
  'sell-empty',
  'sell-list',
  'sell-undo',
  'ticket',
  'pay',
  'pay-split',
  'pay-foreign',
  'paid',
  'history',
  'refund',
  'loose-refund',
  'exchange',
  'exchange-pay',
  'approval',
  'drawer',
  'drawer-foreign',
  'no-sale',
  'void',
  'void-slip',
  'close',
  'close-foreign',
  'attention',
  'attention-none',
  'settings',
  'settings-printer',
  'settings-rates',
  'prints',
  'paid-unprinted',
  'camera-denied',
  'menu',
  'keys',
  'sync',
  'customer',
  'discount',
  'coupon',
  'promoted',
  'who',
  'quantity',
  'parked',
  'open',
  'pin',
  'enrol',
  'sign-in',
] as const;
/** What the customer sees in the second window. */
export const displayNames = ['display-basket', 'display-paid', 'display-idle'] as const;
export type SceneName = (typeof sceneNames)[number];
export type DisplayName = (typeof displayNames)[number];

export function isSceneName(name: string): name is SceneName {
  return (sceneNames as readonly string[]).includes(name);
}

export function isDisplayName(name: string): name is DisplayName {
  return (displayNames as readonly string[]).includes(name);
}
