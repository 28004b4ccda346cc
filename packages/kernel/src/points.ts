/**
 * The places between one durable step and the next at which a crash would hurt most, by name.
 *
 * The world is told when one is reached, and the real world does nothing about it. Only a program
 * that makes a world of its own, as tools/rig does, can die there: no setting of the server can.
 */

/** Each point, and what has happened when it is reached. */
export const points = {
  'call.begun': 'a function that is a transaction of its own is about to be called',
  'call.returned': 'it came back: all of it is committed, and nobody was answered',
  'transaction.worked': 'the work of a transaction is done, and what it tells is not written',
  'transaction.told': 'all of a transaction is written, and nothing is committed',
  'transaction.committed': 'a transaction is committed, and nobody was answered',
  'dispatch.answered': 'a use case is over, and its answer is on its way',
  'relay.swept': 'a relay knows which shops have something to tell',
  'relay.held': 'a relay holds the cursor of one consumer',
  'relay.read': 'a relay has read a batch of events, and handed over none',
  'relay.delivered': 'a consumer took a batch in, and its cursor stands where it stood',
  'relay.advanced': 'the cursor stands behind the batch',
  'inbox.noted': 'events are noted as seen, and have no effect yet',
  'inbox.affected': 'events had their effect, and nothing is committed',
  'inbox.taken': 'note and effect are committed, and the relay was not told',
  'inbox.failed': 'a batch failed, and goes one by one now',
  'chore.begun': 'a chore is about to be done for a shop',
  'chore.done': 'a chore was done for a shop',
} as const;

export type Point = keyof typeof points;

/** Told when a point is reached; `where` says in which schema, on which way, in which operation. */
export type Reached = (point: Point, where: string) => void;
