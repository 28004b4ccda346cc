/**
 * Runs one of PostgreSQL's programs as the right user, with nothing of our environment that could
 * change its mind or leak to it: no PG* variables, no secrets.
 */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { RunAs } from './run-as.ts';

export interface Program {
  runAs: RunAs;
  program: string;
  arguments: readonly string[];
  cwd: string;
  input?: string;
}

export interface ProgramResult {
  code: number | null;
  output: string;
}

const PASSED_ON = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
const OUTPUT_CHARACTERS_MAX = 20_000;

export function spawnProgram(
  program: Program,
  stdio: StdioOptions,
  detached: boolean,
): ChildProcess {
  const { prefix, owner } = program.runAs;
  const [file = program.program, ...rest] = [
    ...prefix,
    program.program,
    ...program.arguments,
  ] as const;
  // With a prefix it is setpriv that changes the user: it needs to be root until then.
  const identity = prefix.length === 0 && owner !== undefined ? owner : {};
  const options = { cwd: program.cwd, env: environment(), stdio, detached, windowsHide: true };
  return spawn(file, rest, { ...options, ...identity });
}

export function runProgram(program: Program): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawnProgram(program, ['pipe', 'pipe', 'pipe'], false);
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARACTERS_MAX);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
    // A program that dies before it has read its input is reported by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(program.input ?? '');
  });
}

function environment(): NodeJS.ProcessEnv {
  const passed = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const kept = Object.fromEntries(passed.filter(([, value]) => value !== undefined));
  return { ...kept, LC_ALL: 'C', TZ: 'UTC' };
}
