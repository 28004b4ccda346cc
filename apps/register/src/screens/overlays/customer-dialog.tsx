/** For whom this is: found by name or phone, or made on the spot, with the line down as well. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useApp, useTill, useWords } from '../../app/app.ts';
import { Avatar } from '../../parts/avatar.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import type { CartCustomer } from '../../till/cart.ts';
import { phoneShown } from '../../till/phone-shown.ts';
import { CustomerForm } from './customer-form.tsx';
import { LastPurchases } from './last-purchases.tsx';

const TYPING_MS = 200;

export function CustomerDialog(): ReactNode {
  const { till, navigation } = useApp();
  const { say } = useWords();
  const customer = useTill((state) => state.cart.customer);
  const [text, setText] = useState('');
  const [isNew, setNew] = useState(false);
  const { found, isHereOnly } = useFound(text);
  const choose = (chosen: CartCustomer | null): void => {
    till.selling.setCustomer(chosen);
    navigation.close();
  };
  if (isNew) return <NewCustomer start={text} />;
  return (
    <Dialog title={say('customer.title')} onClose={navigation.close}>
      <div className="customer-find">
        <Field
          label={say('customer.find')}
          data-autofocus
          value={text}
          placeholder={say('customer.findHint')}
          help={isHereOnly ? say('customer.hereOnly') : undefined}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="people list">
          {found.map((one) => (
            <li key={one.customerId}>
              <button type="button" className="face" onClick={() => choose(one)}>
                <Avatar name={one.name} />
                <span>
                  {one.name}
                  <small>{phoneShown(one)}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {customer === null || text !== '' ? null : (
          <LastPurchases customerId={customer.customerId} />
        )}
        <div className="dialog-actions">
          {customer === null ? null : (
            <Button look="quiet" icon="x" onClick={() => choose(null)}>
              {say('customer.remove')}
            </Button>
          )}
          <Button icon="user-plus" size="large" onClick={() => setNew(true)}>
            {say('customer.new')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function useFound(text: string): { found: readonly CartCustomer[]; isHereOnly: boolean } {
  const { till, office, after } = useApp();
  const [there, setThere] = useState<{ text: string; found: readonly CartCustomer[] | null }>();
  const [known, setKnown] = useState<{ text: string; found: readonly CartCustomer[] }>();
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < 2) return undefined;
    let isCurrent = true;
    void till.customers.findHere(wanted).then((found) => {
      if (isCurrent) setKnown({ text: wanted, found });
    });
    const callOff = after(TYPING_MS, () => {
      void office.findCustomers(wanted).then((answer) => {
        const answered = answer.kind === 'ok' ? answer.value : null;
        if (isCurrent) setThere({ text: wanted, found: answered });
      });
    });
    return () => {
      isCurrent = false;
      callOff();
    };
  }, [till, office, after, wanted]);
  if (wanted.length < 2) return { found: [], isHereOnly: false };
  const here = known?.text === wanted ? known.found : [];
  const more = there?.text === wanted ? (there.found ?? []) : [];
  // What the server says of somebody is newer than what this device copied.
  const told = new Set(more.map(({ customerId }) => customerId));
  const found = [...more, ...here.filter(({ customerId }) => !told.has(customerId))];
  return { found, isHereOnly: there?.text === wanted && there.found === null };
}

function NewCustomer({ start }: { start: string }): ReactNode {
  const { till, navigation } = useApp();
  const { say } = useWords();
  const isPhone = /^[\d\s+()-]+$/.test(start.trim());
  const from = { name: isPhone ? '' : start.trim(), phone: isPhone ? start.trim() : '' };
  const create = async (name: string, phone: string | null): Promise<void> => {
    if ((await till.customers.create(name, phone)) !== undefined) navigation.close();
  };
  return (
    <Dialog title={say('customer.new')} onClose={navigation.close}>
      <CustomerForm
        start={from}
        action={say('customer.create')}
        onReady={(name, phone) => void create(name, phone)}
      />
    </Dialog>
  );
}
