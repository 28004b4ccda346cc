/**
 * A certificate and its key out of two files, which somebody else renews. They are looked at every
 * few seconds; a pair that does not fit yet (one file is new, the other not) is waited for.
 */
import type { Log, World } from '@evertill/kernel';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../config-error.ts';
import { checkPair, daysLeft } from './certificate.ts';
import type { CertificatePair, CertificateSource } from './certificate.ts';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const LOOK_MS = 5_000;
const WARN_DAYS = 14;

export function openCertificateFiles(
  files: CertificateFiles,
  { clock, scheduler }: Pick<World, 'clock' | 'scheduler'>,
  log: Log,
): CertificateSource {
  let current = readAtStart(files);
  let refused = '';
  let cancel = (): void => undefined;
  const left = daysLeft(current, clock.now());
  if (left < WARN_DAYS) log.warn({ days_left: left }, 'the certificate ends soon');

  const look = (onChange: (pair: CertificatePair) => void): void => {
    try {
      const pair = readPair(files);
      const text = pair.cert + pair.key;
      if (text === current.cert + current.key || text === refused) return;
      refused = text;
      checkPair(pair);
      onChange(pair);
      current = pair;
      log.info({ days_left: daysLeft(pair, clock.now()) }, 'another certificate');
    } catch (error) {
      log.warn({ err: error }, 'the certificate stays: the files are not a pair');
    }
  };
  return {
    current: () => current,
    watch: (onChange) => {
      const again = (): void => {
        look(onChange);
        cancel = scheduler.after(LOOK_MS, again);
      };
      cancel = scheduler.after(LOOK_MS, again);
    },
    stop: () => {
      cancel();
      return Promise.resolve();
    },
  };
}

function readPair({ certFile, keyFile }: CertificateFiles): CertificatePair {
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}

function readAtStart(files: CertificateFiles): CertificatePair {
  try {
    const pair = readPair(files);
    checkPair(pair);
    return pair;
  } catch (error) {
    const { certFile, keyFile } = files;
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`No certificate in ${certFile} with its key in ${keyFile}: ${why}`);
  }
}
