/** What hangs on the till, as the screens speak to it. Behind it are drivers, or pretend twins. */
import type { Receipt } from '@evertill/domain';

export interface PrintWish {
  /** Asked twice, it is printed once. */
  readonly id: string;
  readonly title: string;
  readonly receipt: Receipt;
  readonly copy: Receipt;
}

export interface Devices {
  /** Notes the job and answers: the sale is done before its paper. */
  readonly print: (wish: PrintWish) => Promise<void>;
  readonly openDrawer: () => Promise<void>;
}
