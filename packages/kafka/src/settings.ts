/** Where Kafka is, and how it is spoken to. Nothing here is ever logged but the brokers. */
import type { BaseOptions } from '@platformatic/kafka';

export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

export interface KafkaSettings {
  /** `host:port`, one at least. */
  readonly brokers: readonly string[];
  readonly isTls: boolean;
  readonly sasl:
    | {
        readonly mechanism: (typeof saslMechanisms)[number];
        readonly username: string;
        readonly password: string;
      }
    | undefined;
  /** What the names of topics and groups begin with: several installations may share a cluster. */
  readonly prefix: string;
  /** Of topics that this server makes. More than there will ever be replicas of a module. */
  readonly partitions: number;
}

const REQUEST_MS_MAX = 15_000;

export function clientOptions(settings: KafkaSettings, clientId: string): BaseOptions {
  const { brokers, isTls, sasl } = settings;
  return {
    clientId: `evertill-${clientId}`,
    bootstrapBrokers: [...brokers],
    autocreateTopics: false,
    connectTimeout: REQUEST_MS_MAX,
    requestTimeout: REQUEST_MS_MAX,
    // Whoever called tries again, with a longer and longer pause, and says so in the log.
    retries: 1,
    ...(isTls ? { tls: {} } : {}),
    ...(sasl === undefined ? {} : { sasl }),
  };
}
