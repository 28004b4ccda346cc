/** Cash: the shop's own, or of another currency where the shop takes any. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useCurrency, useWhere, useWords } from '../../app/app.ts';
import { Segments } from '../../parts/segments.tsx';
import { CashTender } from './cash-tender.tsx';
import { DueInIt, ForeignTender } from './foreign-tender.tsx';

export function CashChoice({ openMinor }: { openMinor: number }): ReactNode {
  const { till } = useApp();
  const { say } = useWords();
  const own = useCurrency();
  const asked = useWhere(({ place }) => (place.at === 'pay' ? place.currency : undefined));
  const [currency, setCurrency] = useState(asked ?? own);
  const choices = till.paying.foreign(openMinor);
  const choice = choices.find((one) => one.currency === currency);
  if (choices.length === 0) return <CashTender openMinor={openMinor} />;
  return (
    <>
      <div className="cash-currencies">
        <Segments
          look="chips"
          label={say('pay.currency')}
          value={choice?.currency ?? own}
          onChange={setCurrency}
          segments={[own, ...choices.map((one) => one.currency)].map((value) => {
            return { value, label: value };
          })}
        />
        {choice === undefined ? null : <DueInIt choice={choice} />}
      </div>
      {choice === undefined ? (
        <CashTender openMinor={openMinor} />
      ) : (
        <ForeignTender key={choice.currency} choice={choice} />
      )}
    </>
  );
}
