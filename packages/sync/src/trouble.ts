/** What a reply other than an answer means for the engine: which event, under which code. */
import { refusals } from '@evertill/contract';
import type { Trouble } from './server-port.ts';
import type { EngineEvent } from './states.ts';
import type { SyncTroubleCode } from './sync-status.ts';

/** How an activity ended, and why, where it was not well. */
export interface Ending {
  readonly event: EngineEvent;
  readonly code?: SyncTroubleCode;
  readonly retryAfterMs?: number | null;
}

/** The server does not know this device any more, or knows it as something else. */
const deviceCodes: ReadonlySet<string> = new Set([
  'register_key_invalid',
  'epoch_stale',
  'not_found',
]);

/** Whoever is logged in may not do that here; somebody else may. */
const personCodes: ReadonlySet<string> = new Set(['capability_missing', 'tenant_mismatch']);

export function endingOf(trouble: Trouble): Ending {
  if (trouble.kind === 'silent') return { event: 'failed', code: 'no_answer' };
  const { retryAfterMs } = trouble;
  if (trouble.kind === 'strange') return { event: 'failed', code: 'strange_answer', retryAfterMs };
  const { code } = trouble;
  if (code === 'tenant_suspended') return { event: 'shop_suspended', code, retryAfterMs };
  if (code === 'fencing_stale') return { event: 'fencing_stale', code };
  if (code === 'sequence_gap') return { event: 'resend', code };
  if (deviceCodes.has(code)) return { event: 'refused_device', code };
  if (personCodes.has(code) || isOfToken(code)) return { event: 'token_refused', code };
  return { event: 'failed', code, retryAfterMs };
}

function isOfToken(code: string): boolean {
  return code in refusals && refusals[code as keyof typeof refusals].register === 'renew_token';
}

/**
 * The server will not have the request as it is, whoever sends it and whenever: what is in it is
 * too much or cannot be read.
 */
export function isOfContent(trouble: Trouble): boolean {
  if (trouble.kind !== 'refused') return false;
  return contentCodes.has(trouble.code);
}

const contentCodes: ReadonlySet<string> = new Set([
  'input_invalid',
  'body_not_json',
  'body_too_large',
  'media_type_unsupported',
  'request_malformed',
  'headers_too_large',
]);

/**
 * Somebody says no to what was sent, in words that are not the server's, or not of this version:
 * whoever filters requests, or a server that knows more. Not a log-in page, which says yes to all.
 */
export function isStrangeNo(trouble: Trouble): boolean {
  if (trouble.kind !== 'strange') return false;
  const { status } = trouble;
  return status >= 400 && status < 500 && !passingStatuses.has(status);
}

/** Of an access that ran out, of time, and of too many: they pass, whoever says them. */
const passingStatuses: ReadonlySet<number> = new Set([401, 408, 425, 429]);

/** A smaller request may pass where this one did not: also a proxy's limits are limits. */
export function mayBeTooMuch(trouble: Trouble): boolean {
  if (isOfContent(trouble)) return true;
  if (trouble.kind === 'strange') return isStrangeNo(trouble);
  return trouble.kind === 'refused' && trouble.code === 'fault';
}
