/** Runs this command again where its mounts are its own, and passes on how it ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withOwnMounts } from './loop-disk.ts';

export async function runWithOwnMounts(words: readonly string[]): Promise<number> {
  const { program, words: all, environment } = withOwnMounts(words);
  const child = spawn(program, [...all], { stdio: 'inherit', env: environment });
  // Ctrl-C reaches the child by itself; a polite request to end is passed on.
  const passOn = (): boolean => child.kill('SIGTERM');
  process.on('SIGINT', () => undefined).on('SIGTERM', passOn);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGTERM', passOn);
  return code ?? 3;
}
