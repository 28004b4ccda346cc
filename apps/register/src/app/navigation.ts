/** Where in the app somebody is, and what lies over it. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export type Place =
  | { readonly at: 'sell' }
  /** Cash is taken in the shop's own currency unless it says another. */
  | { readonly at: 'pay'; readonly currency?: string }
  /** `isFresh` of what was written down just now: its first paper is no copy. */
  | { readonly at: 'history'; readonly recordId?: string; readonly isFresh?: boolean }
  | { readonly at: 'refund'; readonly saleId: string }
  | { readonly at: 'loose-refund' }
  | { readonly at: 'drawer' }
  | { readonly at: 'close' }
  | { readonly at: 'attention' }
  | { readonly at: 'settings' };

/** What lies over the screen, one at a time. */
export type Overlay =
  | { readonly kind: 'menu' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'sync' }
  | { readonly kind: 'parked' }
  | { readonly kind: 'customer' }
  | { readonly kind: 'coupon' }
  | { readonly kind: 'who' }
  | { readonly kind: 'let-pass' }
  | { readonly kind: 'prints' }
  | { readonly kind: 'camera' }
  | { readonly kind: 'no-sale' }
  | { readonly kind: 'void'; readonly saleId: string }
  | { readonly kind: 'quantity'; readonly lineId: string; readonly typed?: string }
  | { readonly kind: 'price'; readonly lineId: string }
  | { readonly kind: 'discount'; readonly lineId: string | null };

export interface Where {
  readonly place: Place;
  readonly overlay: Overlay | null;
  /** On small screens: the ticket covers the products. */
  readonly isTicketOpen: boolean;
}

export interface Navigation {
  readonly store: StoreApi<Where>;
  readonly go: (place: Place) => void;
  readonly open: (overlay: Overlay) => void;
  readonly close: () => void;
  readonly showTicket: (isTicketOpen: boolean) => void;
}

export function makeNavigation(): Navigation {
  const store = createStore<Where>(() => ({
    place: { at: 'sell' },
    overlay: null,
    isTicketOpen: false,
  }));
  return {
    store,
    go: (place) => store.setState({ place, overlay: null, isTicketOpen: false }),
    open: (overlay) => store.setState({ overlay }),
    close: () => store.setState({ overlay: null }),
    showTicket: (isTicketOpen) => store.setState({ isTicketOpen }),
  };
}
