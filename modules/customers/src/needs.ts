/** What the use cases of customers lean on. */
import type { Surroundings } from '@evertill/kernel';
import type { ShopKeys } from './shop-keys.ts';

export interface Needs extends Surroundings {
  readonly shopKeys: ShopKeys;
}

export type ReadNeeds = Pick<Needs, 'database' | 'shopKeys' | 'log'>;
