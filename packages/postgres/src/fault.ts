/**
 * Everything that can keep us from having a database, as one kind of error.
 *
 * The message is for the person who starts the till: it names the path or the program that is in
 * the way and says what to do. The code is for the programs that start us.
 */
export type PostgresFaultCode =
  | 'cluster_failed'
  | 'disk_full'
  | 'home_busy'
  | 'home_unusable'
  | 'not_durable'
  | 'other_version'
  | 'password_wrong'
  | 'platform_unsupported'
  | 'port_taken'
  | 'root_refused'
  | 'start_cancelled'
  | 'start_failed';

export class PostgresFault extends Error {
  readonly code: PostgresFaultCode;

  constructor(code: PostgresFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PostgresFault';
    this.code = code;
  }
}

const pathTroubles: Record<string, string> = {
  EACCES: 'may not be written by this user',
  EPERM: 'may not be written by this user',
  EROFS: 'is on a read-only disk',
  ENOTDIR: 'runs through something that is not a directory',
  EEXIST: 'is not a directory',
};

/** Turns an error of the file system into one that names the path and the remedy. */
export function pathFault(path: string, error: unknown): PostgresFault {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFullFault(path, error);
  const trouble = pathTroubles[code] ?? `cannot be used (${code})`;
  const remedy = 'Choose another home, or mend its owner and mode.';
  return new PostgresFault('home_unusable', `${path} ${trouble}. ${remedy}`, error);
}

export function diskFullFault(path: string, cause?: unknown): PostgresFault {
  const message = `The disk that holds ${path} is full. Make room there and start again.`;
  return new PostgresFault('disk_full', message, cause);
}
