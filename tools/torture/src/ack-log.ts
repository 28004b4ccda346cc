/**
 * Every acknowledgement a register was given, in a file that is only appended to and lies outside
 * the database: the one witness that no crash of the server can change.
 */
import { appendFileSync, readFileSync } from 'node:fs';

export interface Ack {
  readonly tenant: string;
  readonly id: string;
  readonly kind: 'sale' | 'refund';
  readonly body_hash: string;
  readonly register: string;
  readonly epoch: number;
  readonly seq: number;
  readonly outcome: string;
}

export interface AckLog {
  readonly write: (acks: readonly Ack[]) => void;
  readonly read: () => Ack[];
}

export function openAckLog(file: string): AckLog {
  appendFileSync(file, '', { mode: 0o600 });
  return {
    write: (acks) => {
      appendFileSync(file, acks.map((ack) => `${JSON.stringify(ack)}\n`).join(''));
    },
    read: () => {
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as Ack);
    },
  };
}
