/** Where the door's certificate comes from: two files, an authority, or nowhere. */
import type { Log, World } from '@evertill/kernel';
import type { Config } from '../config.ts';
import { openAcme } from './acme.ts';
import { openCertificateFiles } from './certificate-files.ts';
import type { CertificateSource } from './certificate.ts';

export interface CertificateNeeds {
  readonly config: Config;
  readonly world: World;
  readonly log: Log;
  readonly onProgress: (message: string) => void;
}

export async function openCertificates(
  needs: CertificateNeeds,
): Promise<CertificateSource | undefined> {
  const { config, world, log, onProgress } = needs;
  const { home, host, port, tls } = config;
  switch (tls.kind) {
    case 'none':
      return undefined;
    case 'files':
      return openCertificateFiles(tls, world, log);
    case 'acme':
      return openAcme({ home, host, port, settings: tls, world, log, onProgress });
  }
}
