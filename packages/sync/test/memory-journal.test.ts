import { it } from 'vitest';
import { memoryDisk, memoryJournal } from '../src/memory-journal.ts';
import { journalCases } from './journal-suite.ts';

it.each(Object.entries(journalCases))('%s', async (_name, run) => {
  const disk = memoryDisk();
  await run({ open: async () => memoryJournal({ disk }) });
});
