/** Faults that take more than a word in one function of the database. */
import type pg from 'pg';
import { patch } from './plant-sql.ts';

export async function execute(client: pg.Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

/** The sequence is not asked and no key is in the way. Other indexes take their place. */
export async function bookAgain(client: pg.Client): Promise<void> {
  await execute(client, [
    'ALTER TABLE orders.sales DROP CONSTRAINT IF EXISTS sales_pkey CASCADE',
    'ALTER TABLE orders.sale_lines DROP CONSTRAINT IF EXISTS sale_lines_pkey CASCADE',
    'ALTER TABLE orders.payments DROP CONSTRAINT IF EXISTS payments_pkey CASCADE',
    `ALTER TABLE orders.sales DROP CONSTRAINT IF EXISTS
       sales_tenant_id_register_id_epoch_seq_key`,
    `ALTER TABLE orders.sales DROP CONSTRAINT IF EXISTS
       sales_tenant_id_register_id_epoch_receipt_number_key`,
    'CREATE INDEX IF NOT EXISTS planted ON orders.sales (tenant_id, sale_id)',
    'CREATE INDEX IF NOT EXISTS planted ON orders.sale_lines (tenant_id, sale_id)',
  ]);
  await patch(client, 'orders.record_sales', [
    ['WHERE s.seq > v_lasts[s.run]', 'WHERE v_lasts[s.run] IS NOT NULL'],
  ]);
}

export async function keepPaymentsOfNothing(client: pg.Client): Promise<void> {
  await execute(client, [
    'ALTER TABLE orders.payments DROP CONSTRAINT IF EXISTS payments_tenant_id_sale_id_fkey',
  ]);
  await patch(client, 'orders.record_sales', [
    [
      'WHERE y.sale = ANY ((SELECT places FROM placed)::integer[])',
      'WHERE p_seq[y.sale] > v_lasts[s_run[y.sale]]',
    ],
  ]);
}

/** Every guard at once: the policies, and whoever asks shows another shop's id. */
export async function dropTenantGuard(client: pg.Client): Promise<void> {
  await execute(client, [
    'ALTER TABLE orders.sales DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE orders.sales NO FORCE ROW LEVEL SECURITY',
  ]);
}

/** The level is moved by a trigger on the note that something came, also when it came before. */
export async function moveLevelsAgain(client: pg.Client): Promise<void> {
  await execute(client, [
    `CREATE OR REPLACE FUNCTION inventory.planted_again() RETURNS trigger
     LANGUAGE plpgsql SET search_path = '' AS $$
     BEGIN
       UPDATE inventory.stock_levels l SET on_hand_milli = l.on_hand_milli + m.quantity_milli
       FROM inventory.stock_movements m
       WHERE m.tenant_id = NEW.tenant_id AND m.event_id = NEW.event_id
         AND l.tenant_id = m.tenant_id AND l.location_id = m.location_id
         AND l.product_id = m.product_id;
       RETURN NEW;
     END $$`,
    'DROP TRIGGER IF EXISTS planted_again ON inventory.inbox',
    `CREATE TRIGGER planted_again BEFORE INSERT ON inventory.inbox
     FOR EACH ROW WHEN (NEW.type = 'order.completed') EXECUTE FUNCTION inventory.planted_again()`,
  ]);
}

/** Whoever asks holds it, and whoever has been somewhere puts it there. */
export async function shareCursors(client: pg.Client): Promise<void> {
  await patch(client, 'orders.hold_cursor', [
    [/WHERE c\.holder = p_holder OR [^]*interval '1 minute'/, ''],
  ]);
  await patch(client, 'orders.advance_cursor', [['AND c.holder = p_holder', '']]);
}
