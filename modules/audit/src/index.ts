/** Audit: who did what, when, before and after, in chains that show when somebody changed them. */
import { audit } from '@evertill/contract';
import { answer, on } from '@evertill/kernel';
import type { Module, ModuleMigrations, Surroundings } from '@evertill/kernel';
import { appendEntries, appendSecurityEntries } from './append-entries.ts';
import { listChains } from './list-chains.ts';
import { findEntry, listEntries } from './list-entries.ts';

export { invariants } from './invariants.ts';

export const migrations: ModuleMigrations = {
  module: 'audit',
  folder: new URL('../migrations/', import.meta.url),
};

export function auditModule(surroundings: Surroundings): Module {
  return {
    name: 'audit',
    answers: [
      answer(audit.listEntries, listEntries(surroundings)),
      answer(audit.findEntry, findEntry(surroundings)),
      answer(audit.listChains, listChains(surroundings)),
    ],
    reactions: [
      on('audit.events', appendEntries(surroundings)),
      on('security.events', appendSecurityEntries(surroundings)),
    ],
  };
}
