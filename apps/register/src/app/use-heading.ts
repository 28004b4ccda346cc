/** What stands at the head of every paper of this till, in its language. */
import type { ReceiptHeading } from '../till/receipts.ts';
import { useFacts, usePreferences } from './app.ts';
import { useStanding } from './use-standing.ts';

export function useHeading(): ReceiptHeading {
  const { shopName = '', timeZone = 'UTC' } = useFacts();
  const { registerName } = useStanding();
  const { language } = usePreferences();
  return { shopName, timeZone, registerName: registerName ?? '', language };
}
