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
  'paid',
  'history',
  'refund',
  'loose-refund',
  'exchange',
  'exchange-pay',
  'approval',
  'drawer',
  'close',
  'attention',
  'attention-none',
  'settings',
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
export type SceneName = (typeof sceneNames)[number];

export function isSceneName(name: string): name is SceneName {
  return (sceneNames as readonly string[]).includes(name);
}
