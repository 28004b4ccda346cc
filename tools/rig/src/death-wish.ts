/** Where a server in the rig is to die. */
import type { Point } from '@evertill/kernel';

export interface DeathWish {
  readonly point: Point;
  /** A part of where it is. */
  readonly where: string;
  /** At the how many-th time. */
  readonly times: number;
}
