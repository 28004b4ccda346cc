/** A coupon, as its code is typed or scanned: taken, or refused in words that say what to do. */
import { useState } from 'react';
import type { SyntheticEvent, ReactNode } from 'react';
import { COUPON_LENGTH_MAX } from '@evertill/domain';
import { useApp, useWords } from '../../app/app.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import type { CouponFlaw } from '../../till/coupons.ts';

export function CouponDialog(): ReactNode {
  const { till, navigation } = useApp();
  const { say } = useWords();
  const [code, setCode] = useState('');
  const [flaw, setFlaw] = useState<CouponFlaw>();
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (code.trim() === '') return;
    const refused = till.selling.addCoupon(code);
    setFlaw(refused);
    if (refused === undefined) navigation.close();
  };
  return (
    <Dialog title={say('coupon.title')} onClose={navigation.close}>
      <form className="number-form" onSubmit={send}>
        <Field
          label={say('coupon.code')}
          data-autofocus
          value={code}
          maxLength={2 * COUPON_LENGTH_MAX}
          autoCapitalize="characters"
          help={say('coupon.help')}
          flaw={flaw === undefined ? undefined : say(`coupon.${flaw}`)}
          onChange={(event) => {
            setCode(event.target.value);
            setFlaw(undefined);
          }}
        />
        <Button isSubmit look="primary" size="large" disabled={code.trim() === ''}>
          {say('coupon.take')}
        </Button>
      </form>
    </Dialog>
  );
}
