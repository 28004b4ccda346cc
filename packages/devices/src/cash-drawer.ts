/**
 * The port of a cash drawer. Who may open it without a sale, and why it was opened, is written down
 * by the caller before it asks: a drawer opens for whoever kicks it.
 */
import type { PrintTrouble } from './printer.ts';

export type DrawerOutcome =
  /** The pulse was sent. No printer knows whether the lid moved. */
  | { readonly kind: 'kicked' }
  | { readonly kind: 'not_kicked'; readonly trouble: PrintTrouble | 'too_soon' }
  | { readonly kind: 'unknown'; readonly trouble: PrintTrouble };

export interface CashDrawer {
  /** Kicks once, and never again by itself. Never rejects. */
  readonly open: () => Promise<DrawerOutcome>;
  /** Undefined where nothing tells. Never rejects. */
  readonly isOpen: () => Promise<boolean | undefined>;
}
