/** Histories in which something is wrong, each with the name it has to be found by. */
import type { Anomaly, History } from './history.ts';
import {
  add,
  addLater,
  append,
  counts,
  countsAtRest,
  decide,
  done,
  fund,
  looks,
  numbers,
  reached,
  reads,
  refused,
  sees,
  seesSome,
  take,
  unknown,
  write,
} from './telling.ts';

export interface BadHistory {
  readonly title: string;
  readonly anomaly: Anomaly;
  readonly history: History;
}

export const badHistories: readonly BadHistory[] = [
  {
    title: 'an acknowledged sale is never there',
    anomaly: 'lost-update',
    history: [
      done('sell', 'till', [0, 10], append('sales', 's1')),
      done('sell more', 'till', [11, 20], append('sales', 's2')),
      done('read', 'office', [21, 30], seesSome('sales', 's2')),
    ],
  },
  {
    title: 'two counts set the same shelf, and one is not in it',
    anomaly: 'lost-update',
    history: [
      done('opening', 'office', [0, 1], add('shelf', 'a', 10)),
      done('first', 'one', [2, 12], add('shelf', 'b', -1)),
      done('second', 'other', [3, 11], add('shelf', 'c', -3)),
      done('read', 'office', [20, 21], counts('shelf', 7)),
    ],
  },
  {
    title: 'an event never reaches the shelf',
    anomaly: 'lost-update',
    history: [
      done('fill', 'office', [0, 1], add('shelf', 'a', 100)),
      done('sell', 'till', [2, 10], addLater('shelf', 's1', -3)),
      done('read', 'office', [50, 60], countsAtRest('shelf', 100)),
    ],
  },
  {
    title: "a register's sequence falls behind what it was acknowledged",
    anomaly: 'lost-update',
    history: [
      done('push', 'till', [0, 10], append('register', 's1', 1), append('register', 's2', 2)),
      done('lease', 'till', [20, 30], reached('register', 1)),
    ],
  },
  {
    title: 'a till does not see the sale it was just acknowledged',
    anomaly: 'stale-own-read',
    history: [
      done('sell', 'till', [0, 10], append('sales', 's1')),
      done('read', 'till', [11, 20], looks('sales', 's1', false)),
      done('read again', 'till', [21, 30], looks('sales', 's1', true)),
    ],
  },
  {
    title: 'a price that was changed shows the old one to who changed it',
    anomaly: 'stale-own-read',
    history: [
      done('first', 'office', [0, 5], write('price', 'p1')),
      done('second', 'office', [6, 9], write('price', 'p2')),
      done('read', 'office', [10, 12], reads('price', 'p1')),
    ],
  },
  {
    title: "another's sale is missing once and there later",
    anomaly: 'stale-read',
    history: [
      done('sell', 'till', [0, 10], append('sales', 's1')),
      done('early', 'office', [11, 20], looks('sales', 's1', false)),
      done('late', 'office', [30, 40], looks('sales', 's1', true)),
    ],
  },
  {
    title: 'a sale without an answer is seen, and then not any more',
    anomaly: 'non-monotonic-read',
    history: [
      unknown({ name: 'sell', client: 'till', begin: 0 }, append('sales', 's1')),
      done('first', 'office', [10, 20], seesSome('sales', 's1')),
      done('second', 'office', [21, 30], seesSome('sales')),
    ],
  },
  {
    title: 'a name goes back to the one before',
    anomaly: 'non-monotonic-read',
    history: [
      done('one', 'office', [0, 5], write('name', 'n1')),
      unknown({ name: 'two', client: 'office', begin: 6 }, write('name', 'n2')),
      done('first', 'till', [10, 12], reads('name', 'n2')),
      done('second', 'till', [13, 15], reads('name', 'n1')),
    ],
  },
  {
    title: 'a replay is booked twice',
    anomaly: 'duplicate',
    history: [
      done('push', 'till', [0, 10], append('sales', 's1')),
      done('replay', 'till', [11, 20], append('sales', 's1')),
      done('read', 'office', [21, 30], seesSome('sales', 's1', 's1')),
    ],
  },
  {
    title: 'an event moves stock twice',
    anomaly: 'duplicate',
    history: [
      done('fill', 'office', [0, 1], add('shelf', 'a', 100)),
      done('sell', 'till', [2, 10], addLater('shelf', 's1', -3)),
      done('read', 'office', [50, 60], countsAtRest('shelf', 94)),
    ],
  },
  {
    title: 'two operations have one number',
    anomaly: 'duplicate',
    history: [done('read', 'office', [0, 10], numbers('register', 1, 2, 2, 3))],
  },
  {
    title: 'a refund that was refused is in the list',
    anomaly: 'dirty-read',
    history: [
      refused('refund', 'till', [0, 10], append('refunds', 'r1')),
      done('read', 'office', [11, 20], sees('refunds', 'r1')),
    ],
  },
  {
    title: 'a transfer that was refused has moved stock',
    anomaly: 'dirty-read',
    history: [
      done('fill', 'office', [0, 1], add('shelf', 'a', 10)),
      refused('transfer', 'office', [2, 10], add('shelf', 't1', -4)),
      done('read', 'till', [11, 20], counts('shelf', 6)),
    ],
  },
  {
    title: 'a sale is seen before anybody made it',
    anomaly: 'future-read',
    history: [
      done('read', 'office', [0, 10], seesSome('sales', 's1')),
      done('sell', 'till', [20, 30], append('sales', 's1')),
    ],
  },
  {
    title: 'what was refused at first is seen before it is asked for again',
    anomaly: 'future-read',
    history: [
      refused('push', 'till', [0, 10], append('sales', 's1')),
      done('read', 'office', [15, 20], looks('sales', 's1', true)),
      done('push again', 'till', [30, 40], append('sales', 's1')),
    ],
  },
  {
    title: "another shop's sale",
    anomaly: 'unknown-value',
    history: [
      done('sell', 'till', [0, 10], append('sales', 's1')),
      done('read', 'office', [11, 20], seesSome('sales', 's1', 'x9')),
    ],
  },
  {
    title: 'a ledger that two people read in two orders',
    anomaly: 'incompatible-order',
    history: [
      done('spend', 'one', [0, 10], append('ledger', 'e1')),
      done('spend too', 'other', [0, 10], append('ledger', 'e2')),
      done('read', 'one', [11, 20], sees('ledger', 'e1', 'e2')),
      done('read too', 'other', [11, 20], sees('ledger', 'e2', 'e1')),
    ],
  },
  {
    title: 'a total between all that happened',
    anomaly: 'impossible-total',
    history: [
      done('fill', 'office', [0, 1], add('shelf', 'a', 100)),
      done('count', 'office', [2, 10], add('shelf', 'b', 7)),
      done('read', 'till', [11, 20], counts('shelf', 103)),
    ],
  },
  {
    title: 'the last piece is promised to two',
    anomaly: 'oversell',
    history: [
      done('fill', 'office', [0, 1], fund('stock chair', 'opening', 1)),
      done('reserve', 'one', [2, 10], take('stock chair', 'o1', 1)),
      done('reserve too', 'other', [3, 9], take('stock chair', 'o2', 1)),
    ],
  },
  {
    title: 'the last piece is promised before more came',
    anomaly: 'oversell',
    history: [
      done('fill', 'office', [0, 1], fund('stock chair', 'opening', 1)),
      done('reserve', 'one', [2, 10], take('stock chair', 'o1', 1)),
      done('reserve too', 'other', [3, 9], take('stock chair', 'o2', 1)),
      done('fill again', 'office', [20, 30], fund('stock chair', 'delivery', 5)),
    ],
  },
  {
    title: 'two refunds of one sale, each within what was left',
    anomaly: 'write-skew',
    history: [
      done('sell', 'till', [0, 1], fund('refunds of s1', 's1', 1000)),
      done('refund', 'one', [2, 10], take('refunds of s1', 'r1', 700)),
      done('refund too', 'other', [2, 10], take('refunds of s1', 'r2', 700)),
    ],
  },
  {
    title: 'a store credit spent twice',
    anomaly: 'write-skew',
    history: [
      done('issue', 'office', [0, 1], fund('credit c1', 'issued', 500)),
      done('spend', 'one', [2, 10], take('credit c1', 'p1', 500)),
      done('replay', 'one', [11, 15], take('credit c1', 'p1', 500)),
      done('spend too', 'other', [3, 9], take('credit c1', 'p2', 1)),
    ],
  },
  {
    title: 'a cash session closed with two counts',
    anomaly: 'decided-twice',
    history: [
      done('close', 'one', [0, 10], decide('session', 'counted 100')),
      done('close again', 'one', [11, 12], decide('session', 'counted 100')),
      done('close too', 'other', [5, 9], decide('session', 'counted 90')),
    ],
  },
  {
    title: 'a register whose sequence has a hole',
    anomaly: 'sequence-gap',
    history: [done('read', 'office', [0, 10], numbers('register', 1, 2, 4))],
  },
  {
    title: 'one push seen in half',
    anomaly: 'cycle-of-dependencies',
    history: [
      done('push', 'till', [0, 40], append('left', 'a'), append('right', 'b')),
      done('read left', 'one', [10, 15], looks('left', 'a', true)),
      done('read right', 'other', [20, 25], looks('right', 'b', false)),
    ],
  },
  {
    title: 'two who each did not see the other',
    anomaly: 'cycle-of-dependencies',
    history: [
      done('one', 'one', [0, 10], looks('right', 'b', false), append('left', 'a')),
      done('other', 'other', [0, 10], looks('left', 'a', false), append('right', 'b')),
    ],
  },
  {
    title: 'two who each saw the other',
    anomaly: 'cycle-of-information',
    history: [
      done('one', 'one', [0, 10], looks('right', 'b', true), append('left', 'a')),
      done('other', 'other', [0, 10], looks('left', 'a', true), append('right', 'b')),
    ],
  },
  {
    title: 'two writers in two orders',
    anomaly: 'cycle-of-writes',
    history: [
      done('one', 'one', [0, 10], append('left', 'a1'), append('right', 'b1')),
      done('other', 'other', [0, 10], append('left', 'a2'), append('right', 'b2')),
      done('read left', 'one', [11, 20], sees('left', 'a1', 'a2')),
      done('read right', 'one', [21, 30], sees('right', 'b2', 'b1')),
    ],
  },
];
