/** What this customer bought last, anywhere in the shop: as far as the server answers now. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useWords } from '../../app/app.ts';
import type { Purchase } from '../../app/office.ts';

export function LastPurchases({ customerId }: { customerId: string }): ReactNode {
  const { office, nowMs } = useApp();
  const { say, amount, moment } = useWords();
  const [found, setFound] = useState<readonly Purchase[]>();
  useEffect(() => {
    let isCurrent = true;
    void office.lastPurchases(customerId).then((answer) => {
      if (isCurrent && answer.kind === 'ok') setFound(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [office, customerId]);
  if (found === undefined) return <p className="told">{say('customer.purchasesUnknown')}</p>;
  if (found.length === 0) return <p className="told">{say('customer.noPurchases')}</p>;
  return (
    <section aria-label={say('customer.purchases')}>
      <h3>{say('customer.purchases')}</h3>
      <dl className="facts">
        {found.map(({ saleId, atMs, receiptNumber, totalMinor, currency }) => (
          <div key={saleId}>
            <dt>{`${receiptNumber} · ${moment(atMs, nowMs())}`}</dt>
            <dd className="amount">{amount(totalMinor, currency)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
