/** How the door is kept safe, as the environment says it; and what stops one that is not. */
import { BlockList, isIP } from 'node:net';
import { ConfigError } from '../config-error.ts';
import type { AcmeSettings } from './acme.ts';
import type { CertificateFiles } from './certificate-files.ts';

export type TlsSettings =
  | { readonly kind: 'none'; readonly isOpenHttpAllowed: boolean }
  | ({ readonly kind: 'files' } & CertificateFiles)
  | ({ readonly kind: 'acme' } & AcmeSettings);

type Environment = Readonly<Record<string, string | undefined>>;

const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

export function readTlsSettings(environment: Environment): TlsSettings {
  const said = (name: string): string | undefined => {
    const text = environment[`EVERTILL_${name}`]?.trim();
    return text === '' ? undefined : text;
  };
  const [certFile, keyFile] = [said('TLS_CERT'), said('TLS_KEY')];
  const domain = said('ACME_DOMAIN');
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new ConfigError('EVERTILL_TLS_CERT and EVERTILL_TLS_KEY go together: set both.');
  }
  if (certFile !== undefined && keyFile !== undefined) {
    if (domain === undefined) return { kind: 'files', certFile, keyFile };
    throw new ConfigError('Set EVERTILL_TLS_CERT or EVERTILL_ACME_DOMAIN, not both.');
  }
  if (domain === undefined) {
    return { kind: 'none', isOpenHttpAllowed: said('INSECURE_HTTP') === 'on' };
  }
  const email = said('ACME_EMAIL');
  if (email === undefined) {
    throw new ConfigError('EVERTILL_ACME_DOMAIN needs EVERTILL_ACME_EMAIL: whom to write to.');
  }
  return {
    kind: 'acme',
    domains: domainsOf(domain),
    email,
    directory: httpsUrlOf(said('ACME_DIRECTORY') ?? LETS_ENCRYPT),
    challengePort: challengePortOf(said('ACME_HTTP_PORT') ?? '80'),
  };
}

function domainsOf(text: string): readonly string[] {
  return text.split(',').map((part) => {
    const domain = part.trim().toLowerCase();
    if (/^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(domain)) return domain;
    throw new ConfigError(`EVERTILL_ACME_DOMAIN names domains, not ${part}.`);
  });
}

function httpsUrlOf(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw new ConfigError(`EVERTILL_ACME_DIRECTORY must be an https address, and is ${text}.`);
}

function challengePortOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new ConfigError(`EVERTILL_ACME_HTTP_PORT must be a port, and is ${text}.`);
}

/** Passwords and tokens do not travel in the clear past this machine, unless somebody says so. */
export function refuseOpenHttp(host: string, tls: TlsSettings): void {
  if (tls.kind !== 'none' || tls.isOpenHttpAllowed || isThisMachine(host)) return;
  throw new ConfigError(
    `HOST is ${host}, and there is no certificate: passwords would travel in the clear. Set ` +
      'EVERTILL_TLS_CERT and EVERTILL_TLS_KEY, or EVERTILL_ACME_DOMAIN; or, behind a proxy that ' +
      'does TLS, EVERTILL_INSECURE_HTTP=on. See docs/guides/tls.md.',
  );
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isThisMachine(host: string): boolean {
  const kind = isIP(host);
  if (kind === 0) return host === 'localhost' || host.endsWith('.localhost');
  return loopback.check(host, kind === 6 ? 'ipv6' : 'ipv4');
}
