/**
 * Faults put into the server on purpose, from outside, so that no switch exists in the product: a
 * checker that does not find them in what clients see finds nothing.
 */
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { Anomaly } from './history.ts';

export interface Plant {
  readonly what: string;
  /** One of these has to be found. */
  readonly breaks: readonly Anomaly[];
  /** By SQL, as the owner, once the server runs. */
  readonly apply?: (client: pg.Client) => Promise<void>;
  /** Words for Node, before the server's program. */
  readonly nodeWords?: readonly string[];
}

export const plantNames = ['lagging_replica', 'unlocked_credit', 'stock_moved_twice'] as const;
export type PlantName = (typeof plantNames)[number];

/** Before the server's own program. */
const loading = (url: URL): readonly string[] => ['--import', fileURLToPath(url)];

export const plants: Readonly<Record<PlantName, Plant>> = {
  lagging_replica: {
    what: 'sales are read from where they arrive a moment later',
    breaks: ['stale-own-read', 'stale-read', 'lost-update'],
    nodeWords: loading(new URL('./plant-lagging-replica.ts', import.meta.url)),
  },
  unlocked_credit: {
    what: 'two who spend one store credit do not wait for each other',
    breaks: ['write-skew'],
    nodeWords: loading(new URL('./plant-unlocked-credit.ts', import.meta.url)),
  },
  stock_moved_twice: {
    what: 'one movement in forty is counted twice',
    breaks: ['duplicate', 'impossible-total'],
    apply: countTwice,
  },
};

async function countTwice(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE OR REPLACE FUNCTION inventory.planted_twice() RETURNS trigger
    LANGUAGE plpgsql SET search_path = '' AS $$
    BEGIN
      IF hashtext(NEW.movement_id::text) % 40 = 0 THEN
        UPDATE inventory.stock_levels SET on_hand_milli = on_hand_milli + NEW.quantity_milli
        WHERE tenant_id = NEW.tenant_id AND product_id = NEW.product_id
          AND location_id = NEW.location_id;
      END IF;
      RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS planted_twice ON inventory.stock_movements;
    CREATE TRIGGER planted_twice AFTER INSERT ON inventory.stock_movements
      FOR EACH ROW EXECUTE FUNCTION inventory.planted_twice();
    GRANT EXECUTE ON FUNCTION inventory.planted_twice() TO PUBLIC`);
}
