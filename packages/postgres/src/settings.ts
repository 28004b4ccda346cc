/**
 * How our server is set up. What keeps sales safe and strangers out goes on the command line, where
 * nothing in a file can overrule it. Sizes go into a file, where an operator may overrule them.
 */
import { archiveSettings } from './archive/settings.ts';

const enforced: Record<string, string> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  data_sync_retry: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  logging_collector: 'off',
  log_destination: 'stderr',
  // Statements and the details of errors hold names and amounts. They stay out of the log.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

const sizes: Record<string, string> = {
  // Eight modules hold up to ten each; a second server, a backup and tests come beside them.
  max_connections: '200',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  wal_level: 'replica',
  wal_compression: 'on',
  max_wal_size: '1GB',
  min_wal_size: '80MB',
  checkpoint_timeout: '10min',
  random_page_cost: '1.1',
  jit: 'off',
  // Parallel queries want more shared memory than a container gives by default.
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  log_min_messages: 'warning',
};

export function settingsText(): string {
  const lines = Object.entries(sizes).map(([name, value]) => `${name} = '${value}'`);
  return ['# Written anew at every start. Your own settings go into postgresql.conf.', ...lines]
    .map((line) => `${line}\n`)
    .join('');
}

/**
 * The last word in postgresql.conf is the operator's: ours is included before it. The path is
 * relative, so that a home can be moved.
 */
export const includeText = "include '../evertill.conf'\n# Your own settings go below.\n";

export function enforcedArguments(port: number, archive: string | undefined): string[] {
  const all = { ...enforced, ...archiveSettings(archive), port: String(port) };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
