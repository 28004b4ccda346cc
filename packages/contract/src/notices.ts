/**
 * What a stream of notices says: that something is new, and of which kind; never what. Whoever
 * hears it asks as ever. Nobody may rely on it: what nobody was told of is found by asking.
 */

import { z } from 'zod';
import { operation } from './operation.ts';

/** Where they are: server-sent events, `event: news`, `data: {"topics":["catalog"]}`. */
export const NOTICES_PATH = '/api/notices/';

/** Counter sales came in; or somebody changed something that this module answers for. */
export const noticeTopics = [
  'sales',
  'audit',
  'auth',
  'catalog',
  'customers',
  'inventory',
  'orders',
  'payments',
  'purchasing',
] as const;
export type NoticeTopic = (typeof noticeTopics)[number];

/** Of what a till copies; decisions about its parked work are told by orders. */
export const tillTopics: readonly NoticeTopic[] = [
  'auth',
  'catalog',
  'customers',
  'inventory',
  'orders',
];

/** Anybody of the shop. No operation of a module: the door itself answers, as long as it lasts. */
export const listenToNotices = operation({
  name: 'notices.listen',
  http: { method: 'GET', path: NOTICES_PATH, produces: 'text/event-stream' },
  summary: 'A stream of server-sent events that says that something of the shop is new.',
  access: { kind: 'user', capability: 'own_account' },
  input: z.strictObject({}),
  output: z.string(),
  refusals: ['rate_limited'],
});
