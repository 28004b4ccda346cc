/**
 * A process that opens the home it is given, tells what it got as lines of JSON, and stops when
 * told to on stdin or by a signal, as the real server does.
 */
import { openPostgres, PostgresFault } from '../src/index.ts';

const home = process.argv[2] ?? '';
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const log = {
  info: (fields: object, message: string) => tell({ log: message, ...fields }),
  warn: (fields: object, message: string) => tell({ log: message, ...fields }),
};

tell({ pid: process.pid });
const onProgress = (text: string): void => tell({ progress: text });
const postgres = await openPostgres({ home, log, onProgress }).catch((error: unknown) => {
  if (!(error instanceof PostgresFault)) throw error;
  tell({ fault: { code: error.code, message: error.message } });
  process.exit(1);
});

async function stop(): Promise<void> {
  await postgres.stop();
  tell({ stopped: true });
  process.exit(0);
}
// As deaf it shows who else hears a Ctrl-C.
const isDeaf = process.argv[3] === 'deaf';
process.on('SIGINT', () => (isDeaf ? tell({ log: 'heard' }) : void stop()));
process.stdin.on('data', () => void stop());
postgres.onDown(() => tell({ down: true }));
// Last of all: a test that reads this sends its signal at once, and without a handler SIGINT kills.
const { url, port, wasStarted } = postgres;
tell({ open: { url, port, wasStarted } });
