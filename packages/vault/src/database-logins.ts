/**
 * Who logs in at the database as a module: a role that Vault makes for us and takes away again.
 * Renewed at a third of its life, so that two thirds are left when Vault goes away; replaced when
 * it comes to its end, when Vault knows us by another token, and when PostgreSQL refuses it. What
 * is held serves on for as long as PostgreSQL lets it.
 */
import type { DatabaseLogin, Log, LoginSource, Metrics, World } from '@evertill/kernel';
import { borrow, giveBack, renew } from './lent-login.ts';
import type { LentLogin, LoginPlace } from './lent-login.ts';
import type { VaultClient } from './vault-client.ts';
import { VaultRefusal } from './vault-trouble.ts';

export interface DatabaseLoginOptions extends LoginPlace {
  readonly module: string;
  /** Tries one before anybody uses it; rejects, in words, what is no log-in of the module. */
  readonly check: (login: DatabaseLogin) => Promise<void>;
}

export interface DatabaseLogins extends LoginSource {
  /** Resolves when one is held, or could not be had: then it goes on trying by itself. */
  readonly start: () => Promise<void>;
  /** Asks once, without trying again; rejects with what is wrong. For whoever looks us over. */
  readonly tryOnce: () => Promise<void>;
  /** Nobody uses it any more. */
  readonly stop: () => Promise<void>;
}

interface Surroundings {
  readonly client: VaultClient;
  readonly world: World;
  readonly log: Log;
  readonly metrics: Metrics;
}

const RENEW_AFTER = 1 / 3;
/** Vault counts in whole seconds. */
const SLACK_S = 1;
const RETRY_MS = 1_000;
const RETRY_MS_MAX = 15_000;
/** A role of PostgreSQL's for each request that is refused would be too many. */
const REPLACED_EVERY_MS = 2_000;

/** What is known at a moment. */
interface Lending extends Surroundings {
  readonly options: DatabaseLoginOptions;
  held: LentLogin | undefined;
  /** Count the tokens by which Vault knew us; what is held is of one of them. */
  tokenEra: number;
  heldEra: number;
  failures: number;
  refusedMs: number;
  replacing: Promise<void> | undefined;
  isStopped: boolean;
  cancel: () => void;
}

export function databaseLogins(
  surroundings: Surroundings,
  options: DatabaseLoginOptions,
): DatabaseLogins {
  const lending: Lending = {
    ...{ ...surroundings, options },
    ...{ held: undefined, replacing: undefined, isStopped: false, cancel: () => undefined },
    ...{ tokenEra: 0, heldEra: 0, failures: 0, refusedMs: Number.NEGATIVE_INFINITY },
  };
  surroundings.client.onNewToken(() => {
    lending.tokenEra += 1;
    if (lending.held !== undefined) plan(lending, 0);
  });
  return {
    start: () => keepUp(lending),
    tryOnce: () => replace(lending),
    current: () => lending.held?.login,
    refused: (login) => replaceRefused(lending, login),
    stop: async () => {
      lending.isStopped = true;
      lending.cancel();
      await lending.replacing?.catch(() => undefined);
      // What cannot be given back ends by itself.
      const { held, client } = lending;
      if (held !== undefined) await giveBack(client, held).catch(() => undefined);
    },
  };
}

/** Not all modules and processes at the same moment, and none later than it should. */
function plan(lending: Lending, delayMs: number): void {
  const { scheduler, randomness } = lending.world;
  lending.cancel();
  if (lending.isStopped) return;
  const spread = 0.8 + randomness.bytes(1).readUInt8() / 1_275;
  lending.cancel = scheduler.after(delayMs * spread, () => void keepUp(lending));
}

async function keepUp(lending: Lending): Promise<void> {
  const { held, heldEra, tokenEra, metrics, log, options } = lending;
  const { module } = options;
  try {
    const mayRenew = held?.isRenewable === true && heldEra === tokenEra;
    if (!mayRenew || !(await extend(lending, held))) await replace(lending);
    if (lending.failures > 0) log.info({ module }, 'Vault lends log-ins at the database again');
    lending.failures = 0;
  } catch (error) {
    metrics.loginFailures.labels({ module }).inc();
    const isHeld = held !== undefined;
    log.error({ err: error, module, isHeld }, 'Vault lends no log-in at the database');
    plan(lending, Math.min(RETRY_MS * 2 ** lending.failures, RETRY_MS_MAX));
    lending.failures += 1;
  }
}

/** False where it is to be replaced. Rejects where Vault is away. */
async function extend(lending: Lending, held: LentLogin): Promise<boolean> {
  const { client, log, options } = lending;
  try {
    const seconds = await renew(client, held);
    // Its whole life comes to an end, and there is still time to do without it.
    if (seconds + SLACK_S < held.seconds) return false;
    isHeldFor(lending, seconds);
    return true;
  } catch (error) {
    if (!(error instanceof VaultRefusal)) throw error;
    const { module } = options;
    log.warn({ err: error, module }, 'Vault does not renew the log-in at the database');
    return false;
  }
}

function replace(lending: Lending): Promise<void> {
  lending.replacing ??= take(lending).finally(() => {
    lending.replacing = undefined;
  });
  return lending.replacing;
}

async function take(lending: Lending): Promise<void> {
  const { client, options, tokenEra } = lending;
  const lent = await borrow(client, options);
  try {
    await options.check(lent.login);
  } catch (error) {
    await giveBack(client, lent).catch(() => undefined);
    throw error;
  }
  lending.held = lent;
  lending.heldEra = tokenEra;
  isHeldFor(lending, lent.seconds);
}

function isHeldFor(lending: Lending, seconds: number): void {
  const { metrics, world, options, tokenEra, heldEra } = lending;
  const { module } = options;
  metrics.loginEnds.labels({ module }).set(world.clock.now().getTime() / 1000 + seconds);
  plan(lending, tokenEra === heldEra ? seconds * 1000 * RENEW_AFTER : 0);
}

async function replaceRefused(lending: Lending, login: DatabaseLogin): Promise<void> {
  const { held, world, log, metrics, options } = lending;
  if (held !== undefined && held.login !== login) return;
  if (lending.replacing === undefined) {
    const nowMs = world.clock.now().getTime();
    if (nowMs - lending.refusedMs < REPLACED_EVERY_MS) throw new Error('it was replaced just now');
    lending.refusedMs = nowMs;
    const { module } = options;
    metrics.loginFailures.labels({ module }).inc();
    log.error({ module, user: login.user }, 'PostgreSQL refused the log-in that Vault lent');
  }
  await replace(lending);
}
