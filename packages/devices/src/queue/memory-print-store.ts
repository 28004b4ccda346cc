/** Print jobs in memory: for tests, and for a register that keeps nothing on its disk. */
import type { PrintJob } from './print-queue.ts';
import type { PrintStore } from './print-store.ts';

export function memoryPrintStore(): PrintStore {
  const jobs = new Map<string, PrintJob>();
  let lastPosition = 0;
  return {
    add: async (job) => {
      if (jobs.has(job.id)) return false;
      lastPosition += 1;
      jobs.set(job.id, { ...job, position: lastPosition });
      return true;
    },
    all: async () => [...jobs.values()].sort((one, other) => one.position - other.position),
    change: async (id, from, to) => {
      const job = jobs.get(id);
      if (job === undefined || !from.includes(job.state.kind)) return undefined;
      const changed = to(job);
      jobs.set(id, changed);
      return changed;
    },
    forget: async (ids) => {
      for (const id of ids) jobs.delete(id);
    },
  };
}
