/**
 * Carries notices from each process to all others: published, heard, forgotten. A connection that
 * listens may ask nothing else, so it is one of its own.
 */
import type { Log, NoticeCarrier, World } from '@evertill/kernel';
import { connect } from './connection.ts';
import type { Client } from './connection.ts';
import type { RedisSettings } from './settings.ts';

export interface CarrierOptions {
  readonly settings: RedisSettings;
  readonly world: Pick<World, 'randomness'>;
  readonly log: Log;
  readonly sender: Client;
}

const ID_BYTES = 9;

export function openCarrier(
  options: CarrierOptions,
): NoticeCarrier & { readonly close: () => void } {
  const { settings, world, log, sender } = options;
  const channel = `${settings.prefix}:notices`;
  const own = world.randomness.bytes(ID_BYTES).toString('base64url');
  const { client, close } = connect(settings, 'notices', log);
  let hear: (text: string) => void = () => undefined;
  const listen = (message: string): void => {
    const [from, ...text] = message.split(' ');
    // What was said here was heard here already.
    if (from !== own) hear(text.join(' '));
  };
  // Again after each time it was away; the same ear twice is one.
  client.on('ready', () => {
    client.subscribe(channel, listen).catch((error: unknown) => {
      log.warn({ err: error }, 'Redis does not let us listen to notices');
    });
  });
  return {
    send: (text) => {
      // Lost while Redis is away, and nobody waits for it.
      if (sender.isReady) sender.publish(channel, `${own} ${text}`).catch(() => undefined);
    },
    onHeard: (ear) => {
      hear = ear;
    },
    close,
  };
}
