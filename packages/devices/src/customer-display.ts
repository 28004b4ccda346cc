/**
 * The port of what the customer sees: a second window, or two lines of twenty on a pole. It is told
 * only what the customer may see, with money already written out.
 */
export interface DisplayLine {
  readonly name: string;
  /** `2 x 185.00`, where there is more than one. */
  readonly times?: string;
  /** `370.00` */
  readonly amount: string;
}

export type DisplayView =
  | { readonly kind: 'idle'; readonly greeting: string }
  | {
      readonly kind: 'basket';
      /** All of them, the one added last at the end. */
      readonly lines: readonly DisplayLine[];
      readonly totalLabel: string;
      /** `KES 1857.00` */
      readonly total: string;
    }
  | {
      readonly kind: 'paid';
      readonly totalLabel: string;
      readonly total: string;
      readonly changeLabel: string;
      readonly change: string;
      readonly thanks: string;
    };

export interface CustomerDisplay {
  /** Shows the view in place of the one before. False where nobody can see it. Never rejects. */
  readonly show: (view: DisplayView) => Promise<boolean>;
  readonly close: () => void;
}
