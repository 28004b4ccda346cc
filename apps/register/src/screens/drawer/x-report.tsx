/** How a shift stands; without what should be in the drawer for who counts blind. */
import type { ReactNode } from 'react';
import { sum } from '@evertill/domain';
import { useApp, useCurrency, useWords } from '../../app/app.ts';
import type { DrawerFigures, ForeignTaken } from '../../till/session-figures.ts';

export interface XReportProps {
  readonly figures: DrawerFigures;
  /** The count was handed in: nothing is hidden any more. */
  readonly isCounted?: boolean;
}

export function XReport({ figures, isCounted = false }: XReportProps): ReactNode {
  const { till } = useApp();
  const { say, amount } = useWords();
  const currency = useCurrency();
  const { sums, floatMinor, tenders, expectedMinor } = figures;
  const isShown = isCounted || till.drawer.maySeeExpected();
  const others = tenders.filter(({ method }) => method !== 'CASH');
  const cash = tenders.find(({ method }) => method === 'CASH');
  const worthMinor = sum(figures.foreign, (one) => one.worthMinor);
  const counts = [
    [say('x.sales'), sums.sales.count],
    [say('x.refunds'), sums.refunds.count],
    [say('x.voids'), sums.voids.count],
    [say('x.noSales'), sums.noSalesCount],
  ] as const;
  const cashRows = [
    [say('x.cashSales'), (cash?.receivedMinor ?? 0) - (cash?.changeMinor ?? 0) - worthMinor],
    [say('x.cashRefunds'), -(cash?.returnedMinor ?? 0)],
  ] as const;
  const rows: readonly (readonly [string, number])[] = [
    [say('x.float'), floatMinor],
    ...(isShown ? cashRows : []),
    [say('x.payIns'), sums.payIns.amountMinor],
    [say('x.payOuts'), -sums.payOuts.amountMinor],
    ...others.map(
      ({ method, keptMinor }) => [say(`method.${method as 'CARD'}`), keptMinor] as const,
    ),
  ];
  return (
    <section className="x-report">
      <h2>{say('x.title')}</h2>
      <dl className="facts">
        {rows.map(([name, minor]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="amount">{amount(minor, currency)}</dd>
          </div>
        ))}
        {isShown ? (
          <div className="facts-sum">
            <dt>{say('x.expected')}</dt>
            <dd className="amount">{amount(expectedMinor, currency)}</dd>
          </div>
        ) : null}
        {isShown
          ? figures.foreign.map((one) => <ForeignRows key={one.currency} taken={one} />)
          : null}
        {counts.map(([name, count]) => (
          <div key={name} className="facts-quiet">
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      {isShown ? null : <p className="told">{say('x.blind')}</p>}
    </section>
  );
}

/** Another currency lies beside our own, and is no part of its sum. */
function ForeignRows({ taken }: { taken: ForeignTaken }): ReactNode {
  const { say, amount } = useWords();
  const own = useCurrency();
  const { currency, receivedMinor, worthMinor, takingsCount } = taken;
  return (
    <>
      <div className="facts-begin">
        <dt>{say('x.takings', { currency, count: String(takingsCount) })}</dt>
        <dd className="amount">
          {say('x.takenFor', { sum: `${own} ${amount(worthMinor, own)}` })}
        </dd>
      </div>
      <div className="facts-sum">
        <dt>{say('x.expectedOf', { currency })}</dt>
        <dd className="amount">{amount(receivedMinor, currency)}</dd>
      </div>
    </>
  );
}
