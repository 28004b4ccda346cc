/** A certificate with its key, and where the door gets one from while it is open. */
import { X509Certificate, createPrivateKey } from 'node:crypto';

export interface CertificatePair {
  /** PEM, the leaf first, then those that lead to the authority. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateSource {
  readonly current: () => CertificatePair;
  /** Told of every other pair from then on; the connections that are open keep theirs. */
  readonly watch: (onChange: (pair: CertificatePair) => void) => void;
  readonly stop: () => Promise<void>;
}

const DAY_MS = 24 * 3600 * 1000;

/** Throws, in words, what is wrong with a pair: no PEM, no certificate, another's key. */
export function checkPair({ cert, key }: CertificatePair): void {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new Error('the key is not the key of the certificate');
  }
}

export function daysLeft({ cert }: Pick<CertificatePair, 'cert'>, now: Date): number {
  const endsMs = new Date(new X509Certificate(cert).validTo).getTime();
  return Math.floor((endsMs - now.getTime()) / DAY_MS);
}

/** The names it is good for, those with a star aside: where a browser can be sent to. */
export function hostNamesOf({ cert }: Pick<CertificatePair, 'cert'>): readonly string[] {
  const names = new X509Certificate(cert).subjectAltName?.split(', ') ?? [];
  return names
    .filter((name) => name.startsWith('DNS:') && !name.includes('*'))
    .map((name) => name.slice('DNS:'.length));
}
