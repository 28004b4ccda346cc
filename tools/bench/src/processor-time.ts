/** Who used the processors meanwhile: the server, its PostgreSQL, and the load itself (Linux). */
import { readFile, readdir } from 'node:fs/promises';

export interface ProcessorTime {
  /** Seconds of processor time since each began. */
  readonly server: number;
  readonly postgres: number;
  readonly load: number;
}

const TICKS_PER_SECOND = 100;

/** All zero where there is no `/proc`. */
export async function processorTime(serverPid: number, postmaster: number): Promise<ProcessorTime> {
  const { user, system } = process.cpuUsage();
  const processes = await readProcesses();
  const ofPostgres = processes.filter(({ pid, parent }) => [pid, parent].includes(postmaster));
  return {
    server: processes.find(({ pid }) => pid === serverPid)?.seconds ?? 0,
    postgres: ofPostgres.reduce((sum, { seconds }) => sum + seconds, 0),
    load: (user + system) / 1e6,
  };
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its own and that of its children that have ended. */
  readonly seconds: number;
}

async function readProcesses(): Promise<readonly Process[]> {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => readProcess(Number(name))),
  );
  return found.filter((one) => one !== undefined);
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name stands in brackets and may hold anything; what follows the last one is numbers.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (place: number): number => Number(fields[place]);
  return { pid, parent: at(1), seconds: (at(11) + at(12) + at(13) + at(14)) / TICKS_PER_SECOND };
}
