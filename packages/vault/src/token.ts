/**
 * The token we ask with: from a log-in or from a file, renewed at two thirds of its life for as
 * long as Vault renews it, and then made anew. One at a time logs in, however many wait.
 */
import type { Log, World } from '@evertill/kernel';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { VaultLogin, VaultSettings } from './settings.ts';
import type { Line, Method } from './vault-request.ts';
import { troubleOf } from './vault-trouble.ts';

export interface TokenSource {
  readonly current: () => Promise<string>;
  /** This one is good for nothing any more. */
  readonly forget: (token: string) => void;
  /** Another one took the place of one before it, with which whatever that one was lent ends. */
  readonly onReplaced: (tell: () => void) => void;
  readonly close: () => void;
}

interface Token {
  readonly text: string;
  /** 0: it never ends. */
  readonly seconds: number;
  readonly isRenewable: boolean;
}

export interface TokenOptions {
  readonly settings: VaultSettings;
  readonly line: Line;
  readonly world: Pick<World, 'scheduler' | 'randomness'>;
  readonly log: Log;
}

const RENEW_AFTER = 2 / 3;
/** Vault counts in whole seconds. */
const SLACK_S = 1;

const granted = z.object({
  auth: z.object({
    client_token: z.string(),
    lease_duration: z.number(),
    renewable: z.boolean(),
  }),
});
const looked = z.object({ data: z.object({ ttl: z.number(), renewable: z.boolean() }) });

export function tokenSource(options: TokenOptions): TokenSource {
  const { world, log } = options;
  let token: Promise<Token> | undefined;
  let current: string | undefined;
  let latest: string | undefined;
  const listeners: (() => void)[] = [];
  let cancel = (): void => undefined;
  const watch = (made: Token): void => {
    cancel();
    current = made.text;
    const isReplaced = latest !== undefined && latest !== made.text;
    latest = made.text;
    if (isReplaced) for (const tell of listeners) tell();
    if (made.seconds === 0) return;
    cancel = world.scheduler.after(renewAfterMs(made, world), () => {
      void renew(made);
    });
  };
  const renew = async (old: Token): Promise<void> => {
    try {
      const renewed = old.isRenewable ? await extend(options, old) : await logIn(options);
      // It comes to the end of its whole life, and there is still time to do without it.
      const isSpent = renewed.seconds !== 0 && renewed.seconds + SLACK_S < old.seconds;
      const made = isSpent ? await logIn(options) : renewed;
      token = Promise.resolve(made);
      watch(made);
    } catch (error) {
      // The next question logs in, and says what is wrong if it still is.
      log.warn({ err: error }, 'the token of Vault could not be renewed');
      token = undefined;
    }
  };
  return {
    current: async () => {
      token ??= logIn(options).then(
        (made) => {
          watch(made);
          return made;
        },
        (error: unknown) => {
          token = undefined;
          throw error;
        },
      );
      return (await token).text;
    },
    forget: (text) => {
      // At once, so that whoever asks next logs in; and never the one that came after it.
      if (text !== current) return;
      token = undefined;
      current = undefined;
    },
    onReplaced: (tell) => {
      listeners.push(tell);
    },
    close: () => {
      cancel();
    },
  };
}

/** Not all processes at the same moment. */
function renewAfterMs({ seconds }: Token, { randomness }: TokenOptions['world']): number {
  return seconds * 1000 * RENEW_AFTER * (0.9 + randomness.bytes(1).readUInt8() / 2_550);
}

async function logIn(options: TokenOptions): Promise<Token> {
  const { login } = options.settings;
  if (login.kind === 'token') {
    const text = await secretIn(login.tokenFile);
    const { data } = looked.parse(await ask(options, 'GET', 'auth/token/lookup-self', { text }));
    return { text, seconds: data.ttl, isRenewable: data.renewable };
  }
  const path = `auth/${login.mount}/login`;
  return grantedBy(await ask(options, 'POST', path, { body: await credentialsOf(login) }));
}

async function credentialsOf(login: Exclude<VaultLogin, { kind: 'token' }>): Promise<object> {
  if (login.kind === 'kubernetes') {
    return { role: login.role, jwt: await secretIn(login.tokenFile) };
  }
  return {
    role_id: await secretIn(login.roleIdFile),
    secret_id: await secretIn(login.secretIdFile),
  };
}

async function extend(options: TokenOptions, { text }: Token): Promise<Token> {
  return grantedBy(await ask(options, 'POST', 'auth/token/renew-self', { text, body: {} }));
}

function grantedBy(answer: unknown): Token {
  const { auth } = granted.parse(answer);
  return {
    text: auth.client_token,
    seconds: auth.lease_duration,
    isRenewable: auth.renewable,
  };
}

interface Asking {
  readonly text?: string;
  readonly body?: object;
}

async function ask(
  { line, settings }: TokenOptions,
  method: Method,
  path: string,
  { text: token, body }: Asking,
): Promise<unknown> {
  const { deadlineMs } = settings;
  const answer = await line.send({ method, path, body, token, deadlineMs });
  if (answer.status !== 200) throw troubleOf(path, answer);
  return answer.body;
}

async function secretIn(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).trim();
  if (text === '') throw new Error(`${file} holds nothing`);
  return text;
}
