/** Which other currencies the whole shop takes in cash. Leaders change it; the server keeps it. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import {
  billionthsOf,
  decimalOf,
  decimalOfBillionths,
  isCurrency,
  minorOf,
} from '@evertill/domain';
import { cashRoundingMinorOf, usualSmallestMinor } from '@evertill/domain';
import type { ForeignRate } from '@evertill/domain';
import { useApp, useCurrency, useFacts, useTill, useWords } from '../../app/app.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';

type Publish = (rates: readonly ForeignRate[]) => Promise<boolean>;

export function RateSettings(): ReactNode {
  const { office, till } = useApp();
  const { rateSheet, priceBook } = useFacts();
  const { say } = useWords();
  const isLeader = useTill((state) => state.cashier?.role !== 'cashier');
  const [flaw, setFlaw] = useState<string>();
  const rates = rateSheet?.rates ?? [];
  if (priceBook === undefined || (!isLeader && rates.length === 0)) return null;
  const publish: Publish = async (next) => {
    setFlaw(undefined);
    const answer = await office.publishRates(next);
    if (answer.kind === 'silent') setFlaw(say('rates.silent'));
    if (answer.kind === 'refused') setFlaw(say('rates.refused'));
    await till.ports.catalogue.refresh();
    return answer.kind === 'ok';
  };
  return (
    <section className="card setting-group">
      <h2>{say('rates.title')}</h2>
      <p className="told">{say('rates.told')}</p>
      <ul className="chosen-keys">
        {rates.map((rate) => (
          <Rate
            key={rate.currency}
            rate={rate}
            onRemove={isLeader ? () => void publish(without(rates, rate.currency)) : undefined}
          />
        ))}
      </ul>
      {isLeader ? <RateForm rates={rates} onPublish={publish} /> : null}
      <p className="flaw" role="alert">
        {flaw}
      </p>
    </section>
  );
}

function without(rates: readonly ForeignRate[], currency: string): ForeignRate[] {
  return rates.filter((rate) => rate.currency !== currency);
}

interface RateProps {
  readonly rate: ForeignRate;
  readonly onRemove: (() => void) | undefined;
}

function Rate({ rate, onRemove }: RateProps): ReactNode {
  const { say, amount } = useWords();
  const own = useCurrency();
  const { currency, rateBillionths, smallestMinor } = rate;
  const smallest = `${currency} ${amount(smallestMinor, currency, { isShort: true })}`;
  return (
    <li>
      <span className="plain-output">
        <bdi>{`1 ${currency} = ${decimalOfBillionths(rateBillionths)} ${own}`}</bdi>
        {' · '}
        {say('rates.from', { smallest })}
      </span>
      {onRemove === undefined ? null : (
        <IconButton name="x" label={say('rates.remove', { currency })} onClick={onRemove} />
      )}
    </li>
  );
}

interface RateFormProps {
  readonly rates: readonly ForeignRate[];
  readonly onPublish: Publish;
}

function RateForm({ rates, onPublish }: RateFormProps): ReactNode {
  const { say } = useWords();
  const own = useCurrency();
  const [currency, setCurrency] = useState('');
  const [rateText, setRate] = useState('');
  const [smallest, setSmallest] = useState('');
  const isForeign = isCurrency(currency) && currency !== own;
  const rate = isForeign ? rateOf({ currency, rateText, smallest }) : undefined;
  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (rate === undefined) return;
    if (!(await onPublish([...without(rates, currency), rate]))) return;
    setCurrency('');
    setRate('');
    setSmallest('');
  };
  const usual = isForeign ? decimalOf(usualOf(currency), currency) : '';
  return (
    <form className="setting-form" onSubmit={(event) => void save(event)}>
      <Field
        label={say('rates.currency')}
        value={currency}
        placeholder="USD"
        maxLength={3}
        help={currency.length === 3 && !isForeign ? say('rates.currencyFlaw') : undefined}
        onChange={(event) => setCurrency(event.target.value.toUpperCase().replace(/[^A-Z]/g, ''))}
      />
      <Field
        label={say('rates.rate', { currency: isForeign ? currency : '…' })}
        unit={own}
        inputMode="decimal"
        value={rateText}
        onChange={(event) => setRate(event.target.value.replace(/[^\d.,]/g, ''))}
      />
      <Field
        label={say('rates.smallest')}
        unit={currency}
        inputMode="decimal"
        value={smallest}
        placeholder={usual}
        onChange={(event) => setSmallest(event.target.value.replace(/[^\d.,]/g, ''))}
      />
      <div className="setting-actions">
        <Button isSubmit icon="plus" disabled={rate === undefined}>
          {say('rates.save')}
        </Button>
      </div>
    </form>
  );
}

function usualOf(currency: string): number {
  return usualSmallestMinor(currency, cashRoundingMinorOf(currency));
}

interface TypedRate {
  readonly currency: string;
  readonly rateText: string;
  readonly smallest: string;
}

function rateOf({ currency, rateText, smallest }: TypedRate): ForeignRate | undefined {
  const rateBillionths = billionthsOf(rateText.replace(',', '.'));
  const smallestMinor =
    smallest === '' ? usualOf(currency) : minorOf(smallest.replace(',', '.'), currency);
  const isThere = (rateBillionths ?? 0) > 0 && (smallestMinor ?? 0) > 0;
  if (!isThere || rateBillionths === undefined || smallestMinor === undefined) return undefined;
  return { currency, rateBillionths, smallestMinor };
}
