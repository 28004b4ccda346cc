/** What the use cases of the catalogue lean on; each names the part it uses. */
import type { Surroundings } from '@evertill/kernel';

export type ReadNeeds = Pick<Surroundings, 'database'>;
export type WriteNeeds = Pick<Surroundings, 'database' | 'clock' | 'randomness'>;
export type PriceNeeds = WriteNeeds & Pick<Surroundings, 'ask'>;
