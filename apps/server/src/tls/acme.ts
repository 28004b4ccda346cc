/**
 * A certificate from an ACME authority, got at the first start and renewed when less than thirty
 * days are left. Account key, certificate and its key live in the home, for the owner's eyes only.
 */
import type { Log, World } from '@evertill/kernel';
import * as acme from 'acme-client';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config-error.ts';
import { checkPair, daysLeft, hostNamesOf } from './certificate.ts';
import type { CertificatePair, CertificateSource } from './certificate.ts';
import { openChallengeDoor } from './challenge-door.ts';
import type { ChallengeDoor } from './challenge-door.ts';

export interface AcmeSettings {
  /** The first is the one people are sent to. */
  readonly domains: readonly string[];
  readonly email: string;
  /** The address of the authority's directory. */
  readonly directory: string;
  /** Where the authority comes to look; port 80 of the name, whatever stands in between. */
  readonly challengePort: number;
}

export interface AcmeOptions {
  readonly home: string;
  readonly host: string;
  /** The port of the safe door. */
  readonly port: number;
  readonly settings: AcmeSettings;
  readonly world: Pick<World, 'clock' | 'scheduler'>;
  readonly log: Log;
  readonly onProgress: (message: string) => void;
}

const RENEW_DAYS = 30;
const LOOK_MS = 12 * 3600 * 1000;
const RETRY_MS = 3600 * 1000;

export async function openAcme(options: AcmeOptions): Promise<CertificateSource> {
  const { settings, world, log, port } = options;
  const [main = ''] = settings.domains;
  const door = await openChallengeDoor({
    host: options.host,
    port: settings.challengePort,
    goTo: () => (port === 443 ? main : `${main}:${port}`),
  });
  let cancel = (): void => undefined;
  let isStopped = false;
  try {
    let current = readKept(options) ?? (await orderAtStart(options, door));
    const renew = async (onChange: (pair: CertificatePair) => void): Promise<number> => {
      if (daysLeft(current, world.clock.now()) >= RENEW_DAYS) return LOOK_MS;
      try {
        const pair = await order(options, door);
        onChange(pair);
        current = pair;
        log.info({ days_left: daysLeft(pair, world.clock.now()) }, 'the certificate was renewed');
        return LOOK_MS;
      } catch (error) {
        log.error({ err: error }, 'the certificate could not be renewed');
        return RETRY_MS;
      }
    };
    return {
      current: () => current,
      watch: (onChange) => {
        const look = (): void => {
          void renew(onChange).then((waitMs) => {
            if (!isStopped) cancel = world.scheduler.after(waitMs, look);
          });
        };
        look();
      },
      stop: async () => {
        isStopped = true;
        cancel();
        await door.close();
      },
    };
  } catch (error) {
    await door.close();
    throw error;
  }
}

function filesOf({ home, settings: { domains } }: AcmeOptions): Record<string, string> {
  const [main = ''] = domains;
  const folder = path.join(home, 'acme');
  return {
    folder,
    account: path.join(folder, 'account-key.pem'),
    pair: path.join(folder, `${main}.pem`),
  };
}

/** The certificate of an earlier start, unless it ended or is for other names. */
function readKept(options: AcmeOptions): CertificatePair | undefined {
  const text = readIfThere(filesOf(options)['pair'] ?? '');
  if (text === undefined) return undefined;
  // Key and certificate lie in one file, so that no crash can part them.
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  const pair = { key: text.slice(0, at), cert: text.slice(at) };
  checkPair(pair);
  const names = new Set(hostNamesOf(pair));
  const isForUs = options.settings.domains.every((domain) => names.has(domain));
  return isForUs && daysLeft(pair, options.world.clock.now()) > 0 ? pair : undefined;
}

async function orderAtStart(options: AcmeOptions, door: ChallengeDoor): Promise<CertificatePair> {
  const { directory, domains } = options.settings;
  options.onProgress(`asking ${new URL(directory).host} for a certificate`);
  try {
    return await order(options, door);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `${directory} gave no certificate for ${domains.join(', ')}: ${why} ` +
        'The names must lead to this machine, and port 80 be open to the authority.',
    );
  }
}

async function order(options: AcmeOptions, door: ChallengeDoor): Promise<CertificatePair> {
  const { domains, email, directory } = options.settings;
  const client = new acme.Client({
    directoryUrl: directory,
    accountKey: await accountKeyOf(options),
  });
  const [main = ''] = domains;
  const [key, csr] = await acme.crypto.createCsr({ commonName: main, altNames: [...domains] });
  const cert = await client.auto({
    csr,
    email,
    termsOfServiceAgreed: true,
    challengePriority: ['http-01'],
    // From where we stand our own name may lead elsewhere: the authority is the one who looks.
    skipChallengeVerification: true,
    challengeCreateFn: (_, challenge, answer) => {
      door.show(challenge.token, answer);
      return Promise.resolve();
    },
    challengeRemoveFn: (_, challenge) => {
      door.hide(challenge.token);
      return Promise.resolve();
    },
  });
  const pair = { cert, key: key.toString() };
  checkPair(pair);
  keep(filesOf(options)['pair'] ?? '', `${pair.key.trimEnd()}\n${pair.cert}`);
  return pair;
}

async function accountKeyOf(options: AcmeOptions): Promise<string> {
  const file = filesOf(options)['account'] ?? '';
  const known = readIfThere(file);
  if (known !== undefined) return known;
  const made = (await acme.crypto.createPrivateEcdsaKey()).toString();
  keep(file, made);
  return made;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all. */
function keep(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
