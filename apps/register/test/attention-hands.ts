/** The hands of whoever sees to what waits for a person, at the screen of a till. */
import { openMenu } from '@evertill/rig';
import { PIN } from './till-page.ts';
import type { TillPage } from './till-page.ts';

/** `till` is asked each time: it is opened after the hands are there. */
export function attentionHands(till: () => TillPage) {
  const pill = (name: string | RegExp) => till().page.getByRole('button', { name });
  const main = () => till().page.getByRole('main');
  return {
    pill,
    main,
    untilParked: async (count: number): Promise<void> => {
      await pill(count === 1 ? '1 needs a person' : `${count} need a person`).waitFor();
    },
    /** Opens the screen, and of what waits there the one that is called so. */
    look: async (title: RegExp): Promise<void> => {
      const { page } = till();
      await openMenu(page, 'Needs attention');
      await page.getByRole('navigation').getByRole('button', { name: title }).click();
      await main().getByRole('heading', { name: title }).waitFor();
    },
    choose: async (choice: string): Promise<void> => {
      await main().getByRole('button', { name: choice }).click();
    },
    typePin: async (): Promise<void> => {
      const { page } = till();
      await page.getByRole('dialog').getByRole('group', { name: 'PIN of manager' }).focus();
      await page.keyboard.type(PIN, { delay: 60 });
      await page.keyboard.press('Enter');
    },
    /** What the server keeps of it, as `kind code`. */
    parkedOnServer: async (): Promise<readonly string[]> => {
      const rows = await till().shop.sql(
        `SELECT kind, code FROM orders.unbooked_operations u WHERE orders.still_waits(
           u.tenant_id, u.register_id, u.operation_id, u.body_hash) AND kind <> 'withheld'
         ORDER BY seq`,
      );
      return rows.map(({ kind, code }) => `${String(kind)} ${String(code)}`);
    },
  };
}
