/** What the module answers about cash sessions, listed by hand. */
import { orders } from '@evertill/contract';
import { answer } from '@evertill/kernel';
import type { Answer, Surroundings } from '@evertill/kernel';
import { closeCashSession } from './close-cash-session.ts';
import { createCashMovement } from './create-cash-movement.ts';
import { findXReport, findZReport } from './find-session-reports.ts';
import { findCashSession, listCashSessions } from './list-cash-sessions.ts';
import { listCashMovements, listSupplements } from './list-session-parts.ts';
import { openCashSession } from './open-cash-session.ts';

export function sessionAnswers(surroundings: Surroundings): readonly Answer[] {
  const { database } = surroundings;
  return [
    answer(orders.listCashSessions, listCashSessions(surroundings)),
    answer(orders.openCashSession, openCashSession(surroundings)),
    answer(orders.findCashSession, findCashSession({ database })),
    answer(orders.closeCashSession, closeCashSession(surroundings)),
    answer(orders.listCashMovements, listCashMovements({ database })),
    answer(orders.createCashMovement, createCashMovement(surroundings)),
    answer(orders.findXReport, findXReport(surroundings)),
    answer(orders.findZReport, findZReport({ database })),
    answer(orders.listSupplements, listSupplements({ database })),
  ];
}
