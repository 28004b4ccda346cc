/** Watches that no cursor ever goes back: whoever lost its lease may deliver again, and no more. */
import { moduleNames } from '@evertill/kernel';
import type pg from 'pg';
import type { Traffic } from './traffic.ts';

const CHANNEL = 'cursor_went_back';

/** Over a connection of the owner's that stays open. The function that comes back ends it. */
export async function watchCursors(
  owner: pg.Client,
  traffic: Traffic,
): Promise<() => Promise<void>> {
  for (const source of moduleNames) await owner.query(watchFor(source));
  owner.on('notification', ({ payload }) => {
    traffic.find('I26', `a cursor went back: ${payload ?? ''}`);
  });
  await owner.query(`LISTEN ${CHANNEL}`);
  return async () => {
    await owner.query(`UNLISTEN ${CHANNEL}`);
    owner.removeAllListeners('notification');
  };
}

const watchFor = (source: string): string => `
  CREATE OR REPLACE FUNCTION ${source}.watch_cursor() RETURNS trigger
  LANGUAGE plpgsql SET search_path = '' AS $$
  BEGIN
    PERFORM pg_notify('${CHANNEL}', '${source} to ' || NEW.consumer);
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER watch_cursor AFTER UPDATE ON ${source}.outbox_cursors
    FOR EACH ROW WHEN ((NEW.xid, NEW.id) < (OLD.xid, OLD.id))
    EXECUTE FUNCTION ${source}.watch_cursor()`;
