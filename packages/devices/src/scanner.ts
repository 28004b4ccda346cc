/**
 * The port of a scanner: one scan after another, each as the text that was in the code. What a code
 * means (a product, a weight, a receipt, a customer's card) is decided by whoever listens.
 */
export interface Scan {
  /** Without the scanner's prefix, suffix and AIM identifier. */
  readonly text: string;
  readonly source: 'keyboard' | 'camera' | 'pretend';
  /** The AIM identifier (`]E0`, `]C1`) or the camera's name of the format, where one was said. */
  readonly symbology?: string;
}

export interface Scanner {
  /** Calls for every scan, in the order they were made, until the function it answers is called. */
  readonly listen: (onScan: (scan: Scan) => void) => () => void;
}
