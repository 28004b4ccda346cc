/** Histories that are odd and lawful: nothing may be found in them. */
import type { History } from './history.ts';
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

export const goodHistories: Readonly<Record<string, History>> = {
  'nothing at all': [],
  'an unanswered sale that is seen later': [
    unknown({ name: 'sell', client: 'till', begin: 0 }, append('sales', 's1')),
    done('early', 'till', [10, 20], looks('sales', 's1', false)),
    done('late', 'till', [500, 510], looks('sales', 's1', true)),
  ],
  'an unanswered sale that never is': [
    unknown({ name: 'sell', client: 'till', begin: 0 }, append('sales', 's1', 1)),
    done('read', 'till', [500, 510], seesSome('sales'), numbers('sales'), reached('sales', 0)),
  ],
  'a sale refused once and done the second time': [
    refused('push', 'till', [0, 10], append('sales', 's1')),
    done('push again', 'till', [11, 20], append('sales', 's1')),
    done('read', 'till', [21, 30], sees('sales', 's1')),
  ],
  'a sale that is seen while it is under way by one, and not by another': [
    done('sell', 'till', [0, 100], append('sales', 's1')),
    done('read', 'one', [10, 20], looks('sales', 's1', false)),
    done('read too', 'other', [15, 40], looks('sales', 's1', true)),
    done('read later', 'one', [41, 50], looks('sales', 's1', true)),
  ],
  'a replay that counts once': [
    done('fill', 'office', [0, 1], add('shelf', 'a', 10)),
    unknown({ name: 'push', client: 'till', begin: 2 }, addLater('shelf', 's1', -3)),
    done('replay', 'till', [5, 9], addLater('shelf', 's1', -3)),
    done('read', 'office', [10, 11], counts('shelf', 10)),
    done('read too', 'office', [12, 13], counts('shelf', 7)),
    done('at rest', 'office', [20, 21], countsAtRest('shelf', 7)),
  ],
  'an adjustment without an answer, in one total and not in the other': [
    done('fill', 'office', [0, 1], add('shelf', 'a', 10)),
    unknown({ name: 'adjust', client: 'office', begin: 2 }, add('shelf', 'b', 5)),
    done('read', 'till', [3, 4], counts('shelf', 10)),
    done('read too', 'till', [5, 6], counts('shelf', 15)),
  ],
  'a write without an answer that comes up after a later one': [
    unknown({ name: 'one', client: 'office', begin: 0 }, write('name', 'n1')),
    done('two', 'office', [5, 10], write('name', 'n2')),
    done('read', 'till', [11, 12], reads('name', 'n2')),
    done('read too', 'till', [13, 14], reads('name', 'n1')),
  ],
  'two writes at the same time, read in either order': [
    done('one', 'one', [0, 10], write('name', 'n1')),
    done('other', 'other', [0, 10], write('name', 'n2')),
    done('early', 'till', [1, 2], reads('name', null)),
    done('read', 'till', [11, 12], reads('name', 'n1')),
  ],
  'the last piece, asked for by two and given to one': [
    done('fill', 'office', [0, 1], fund('stock chair', 'opening', 1)),
    done('reserve', 'one', [2, 10], take('stock chair', 'o1', 1)),
    refused('reserve too', 'other', [3, 9], take('stock chair', 'o2', 1)),
  ],
  'a piece that is given back before anybody was told so': [
    done('fill', 'office', [0, 1], fund('stock chair', 'opening', 1)),
    done('reserve', 'one', [2, 10], take('stock chair', 'o1', 1)),
    done('cancel', 'one', [11, 30], fund('stock chair', 'o1 back', 1)),
    done('reserve too', 'other', [12, 20], take('stock chair', 'o2', 1)),
  ],
  'a piece that comes at the moment in which it is promised': [
    done('reserve', 'one', [0, 10], take('stock chair', 'o1', 1)),
    done('fill', 'office', [10, 20], fund('stock chair', 'delivery', 1)),
  ],
  'stock that may have come': [
    unknown({ name: 'fill', client: 'office', begin: 0 }, fund('stock chair', 'delivery', 1)),
    done('reserve', 'one', [2, 10], take('stock chair', 'o1', 1)),
    unknown({ name: 'reserve too', client: 'other', begin: 3 }, take('stock chair', 'o2', 1)),
  ],
  'a session closed twice with the same count': [
    done('close', 'one', [0, 10], decide('session', 'counted 100')),
    done('close again', 'other', [5, 20], decide('session', 'counted 100')),
    refused('close too', 'other', [21, 30], decide('session', 'counted 90')),
  ],
  'one push, seen in half while nobody has seen the other half': [
    done('push', 'till', [0, 40], append('left', 'a'), append('right', 'b')),
    done('read right', 'other', [10, 15], looks('right', 'b', false)),
    done('read left', 'one', [20, 25], looks('left', 'a', true)),
  ],
};
