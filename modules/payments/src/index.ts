/** Payments: every attempt to collect money through a provider, and what became of it. */
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';

export const invariants = [] as const;

export const migrations: ModuleMigrations = {
  module: 'payments',
  folder: new URL('../migrations/', import.meta.url),
};

export function paymentsModule(_surroundings: Surroundings): Module {
  return { name: 'payments', answers: [], reactions: [] };
}
