/** Planted bugs. */
import type { Simulation } from './simulation.ts';

export async function catchAll(_on: Simulation, _name: string, _seeds: number): Promise<number> {
  throw new Error('not yet');
}
