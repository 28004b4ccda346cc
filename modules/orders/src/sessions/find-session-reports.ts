/** The X report of an open session, and the Z of a closed one with what came after it. */
import type { OutputOf, orders } from '@evertill/contract';
import { decimalOf, expectedMinorOf, foreignCountsOf, sessionFigures } from '@evertill/domain';
import { varianceMinorOf } from '@evertill/domain';
import { refuse, sha256Hex } from '@evertill/kernel';
import type { Surroundings, TenantUseCase } from '@evertill/kernel';
import type { ReadNeeds } from '../list-sales.ts';
import { isHeld } from '../held-capability.ts';
import { blindFigures, figuresView, foreignCountsView } from './session-figures.ts';
import { findOwnSession } from './session-store.ts';
import type { SessionRow } from './session-store.ts';
import { countParked, gatherSums } from './session-sums.ts';
import type { GatheredSums } from './session-sums.ts';

/** One moment for all the sums: sales go on while they are read. */
const oneMoment = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ';

export function findXReport({
  database,
  clock,
}: Pick<Surroundings, 'database' | 'clock'>): TenantUseCase<typeof orders.findXReport> {
  return (context, { sessionId }) =>
    database.read(context, async (tx) => {
      await tx.query(oneMoment);
      const session = await findOwnSession(tx, context, sessionId);
      if (session.status === 'CLOSED') refuse('session_closed');
      const sums = await gatherSums(tx, session, 'ALL');
      const { currency } = session;
      const isBlind = context.caller !== 'peer' && !isHeld(context, 'session_expected_view');
      const figures = figuresView(sums, currency);
      return {
        sessionId: session.session_id,
        register: session.register_id,
        currency,
        openedAt: session.opened_at.toISOString(),
        takenAt: clock.now().toISOString(),
        openingFloat: decimalOf(session.opening_float_minor, currency),
        isBlind,
        expectedTotal: isBlind ? null : decimalOf(expectedOf(session, sums), currency),
        figures: isBlind ? blindFigures(figures) : figures,
        parkedCount: await countParked(tx, session),
      };
    });
}

type ZReport = OutputOf<typeof orders.findZReport>;

export function findZReport({ database }: ReadNeeds): TenantUseCase<typeof orders.findZReport> {
  return (context, { sessionId }) =>
    database.read(context, async (tx): Promise<ZReport> => {
      await tx.query(oneMoment);
      const session = await findOwnSession(tx, context, sessionId);
      const { z_document: document, z_number: zNumber, closing_minor: countedMinor } = session;
      if (document === null || zNumber === null || countedMinor === null) {
        return refuse('session_still_open');
      }
      const supplements = await gatherSums(tx, session, 'SUPPLEMENTS');
      const corrected = await gatherSums(tx, session, 'ALL');
      const expectedMinor = expectedOf(session, corrected);
      const { currency } = session;
      return {
        sessionId: session.session_id,
        zNumber,
        document,
        documentHash: sha256Hex(document),
        supplementsCount: session.last_supplement,
        supplements: figuresView(supplements, currency),
        corrected: figuresView(corrected, currency),
        correctedExpectedTotal: decimalOf(expectedMinor, currency),
        correctedVariance: decimalOf(varianceMinorOf(countedMinor, expectedMinor), currency),
        correctedForeignCounts: foreignCountsView(correctedCounts(session, corrected)),
      };
    });
}

/** What was counted when it was closed, against what its sales took, late ones included. */
function correctedCounts({ foreign_counts: counts }: SessionRow, corrected: GatheredSums) {
  const counted = (counts ?? []).flatMap(({ currency, countedMinor }) =>
    countedMinor === null ? [] : [{ currency, countedMinor }],
  );
  return foreignCountsOf(corrected.foreign, counted);
}

function expectedOf(session: SessionRow, sums: GatheredSums): number {
  const { cashMinor } = sessionFigures(sums);
  return expectedMinorOf({ openingFloatMinor: session.opening_float_minor, cashMinor });
}
