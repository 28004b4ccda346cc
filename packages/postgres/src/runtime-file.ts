/**
 * The small file that outlives us: on which port the server of this home listens, and the password
 * of its owner. Whoever may read it may read the whole shop, so only its owner may.
 */
import { readFileSync } from 'node:fs';
import { pathFault } from './fault.ts';
import { writeDurably } from './write-durably.ts';

export interface Runtime {
  port: number;
  password: string;
}

/** Undefined when there is none, or none that can be understood. */
export function readRuntime(path: string): Runtime | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw pathFault(path, error);
  }
  return parseRuntime(text);
}

function parseRuntime(text: string): Runtime | undefined {
  try {
    const { port, password } = JSON.parse(text) as Partial<Runtime>;
    if (typeof port !== 'number' || typeof password !== 'string') return undefined;
    return { port, password };
  } catch {
    return undefined;
  }
}

export function writeRuntime(path: string, runtime: Runtime): void {
  writeDurably(path, `${JSON.stringify(runtime)}\n`);
}
