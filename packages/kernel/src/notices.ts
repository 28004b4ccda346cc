/**
 * Tells whoever listens, in this process and in others, that something of a shop is new. Told after
 * the commit, gathered for a moment, and carried by nobody who has to get there: whoever hears
 * nothing finds it by asking, as before.
 */
import { noticeTopics } from '@evertill/contract';
import type { NoticeTopic, Operation } from '@evertill/contract';
import { moduleOf } from './module.ts';
import type { World } from './surroundings.ts';

export interface Notices {
  readonly tell: (tenantId: string, topic: NoticeTopic) => void;
  /** Until the answer is called. */
  readonly listen: (tenantId: string, hear: Hear) => () => void;
}

export type Hear = (topics: readonly NoticeTopic[]) => void;

/** Between processes. What is sent comes out at all others, or is lost. */
export interface NoticeCarrier {
  readonly send: (text: string) => void;
  readonly onHeard: (hear: (text: string) => void) => void;
}

/** However much is told meanwhile, it is told once. */
const GATHER_MS = 250;

export function makeNotices(
  { scheduler }: Pick<World, 'scheduler'>,
  carrier?: NoticeCarrier,
): Notices {
  const listening = new Map<string, Set<Hear>>();
  let gathered = new Map<string, Set<NoticeTopic>>();
  const handOut = (tenantId: string, topics: readonly NoticeTopic[]): void => {
    for (const hear of listening.get(tenantId) ?? []) hear(topics);
  };
  const flush = (): void => {
    const news = [...gathered].map(([tenantId, topics]): News => [tenantId, [...topics]]);
    gathered = new Map();
    for (const [tenantId, topics] of news) handOut(tenantId, topics);
    carrier?.send(JSON.stringify(news));
  };
  carrier?.onHeard((text) => {
    for (const [tenantId, topics] of newsIn(text)) handOut(tenantId, topics);
  });
  return {
    tell: (tenantId, topic) => {
      if (carrier === undefined && !listening.has(tenantId)) return;
      const topics = gathered.get(tenantId);
      topics?.add(topic);
      if (topics !== undefined) return;
      if (gathered.size === 0) scheduler.after(GATHER_MS, flush);
      gathered.set(tenantId, new Set([topic]));
    },
    listen: (tenantId, hear) => {
      const those = listening.get(tenantId) ?? new Set();
      listening.set(tenantId, those.add(hear));
      return () => {
        those.delete(hear);
        if (those.size === 0 && listening.get(tenantId) === those) listening.delete(tenantId);
      };
    },
  };
}

type News = readonly [tenantId: string, topics: readonly NoticeTopic[]];

/** What another version of us, or somebody else on the same channel, said is left alone. */
function newsIn(text: string): readonly News[] {
  try {
    const said: unknown = JSON.parse(text);
    return Array.isArray(said) ? said.flatMap(newsOf) : [];
  } catch {
    return [];
  }
}

function newsOf(said: unknown): readonly News[] {
  const [tenantId, topics] = Array.isArray(said) ? (said as unknown[]) : [];
  if (typeof tenantId !== 'string' || !Array.isArray(topics)) return [];
  const known = noticeTopics.filter((topic) => topics.includes(topic));
  return known.length === 0 ? [] : [[tenantId, known]];
}

/** What is new when it has gone well; undefined for what only reads, or keeps a register going. */
export function topicOf({ name, http }: Operation): NoticeTopic | undefined {
  if (name === 'orders.push') return 'sales';
  const isWriting = http !== undefined && http.method !== 'GET';
  if (!isWriting || http.load === 'sync' || silent.has(name)) return undefined;
  return moduleOf(name);
}

/** Log-ins and leases change nothing that anybody else would look at. */
const silent = new Set(['auth.logIn', 'auth.refresh', 'auth.logOut', 'orders.lease']);
