/** Structured logs, one JSON object a line, with the trace id. Secrets have no way in. */
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type Log = Logger;

const secrets = ['password', 'refresh', 'access', 'authorization', 'deviceKey', 'enrolmentCode'];

export interface LogOptions {
  readonly level: string;
  readonly destination: DestinationStream;
}

export function makeLog({ level, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: { service: 'evertill' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
    },
    destination,
  );
}
