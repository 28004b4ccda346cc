/** A server as a process of its own, as an operator would start it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** In good order; answers its exit code. One that was killed is no trouble. */
  readonly stop: () => Promise<number | null>;
  /** Without warning. */
  readonly kill: () => Promise<void>;
}

export interface ProcessOptions {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

function start({ words, environment }: ProcessOptions): ChildProcess {
  const env = { ...process.env, ...environment };
  return spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts a server and waits for its word that it is ready. */
export async function startServer(options: ProcessOptions): Promise<ServerProcess> {
  const child = start(options);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const ready = /^ready (\S+)$/m.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    void ended.then((code) => {
      reject(new Error(`the server ended with ${String(code)} before it was ready:\n${said}`));
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      return child.signalCode === 'SIGKILL' ? 0 : ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs a command to its end; answers what it wrote to stdout. */
export async function runCommand(options: ProcessOptions): Promise<string> {
  const child = start(options);
  let written = '';
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (written += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${options.words.join(' ')} ended with ${String(code)}: ${said}`);
  return written;
}
