/** The act of points: under load, the server dies at one named place after the other. */
import { programInRig, withOwner } from '@evertill/rig';
import type { DeathWish } from '@evertill/rig';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { lapseLeases } from './rest.ts';
import type { StageSettings } from './settings.ts';
import { onStage, settle, startLoad } from './stage.ts';
import type { Progress, Stage } from './stage.ts';
import type { ActOutcome } from './act.ts';
import { actOutcome } from './act.ts';

type Place = Pick<DeathWish, 'point' | 'where'>;

/** Within this time somebody has to have come by, also on a crowded machine. */
const DEATH_MS_MAX = 180_000;
const TIMES_MAX = 3;

export async function dieAtPoints(
  settings: StageSettings,
  places: readonly Place[],
  onProgress: Progress,
): Promise<ActOutcome> {
  const begin = performance.now();
  const scenery = { hasOffice: true, program: programInRig };
  return onStage({ settings, onProgress }, scenery, async (stage) => {
    const endLoad = startLoad(stage);
    const deaths: number[] = [];
    await stage.server.kill();
    for (const [index, place] of places.entries()) {
      // What was found does not get truer by dying on.
      if (stage.traffic.findings.length > 0) break;
      const tookMs = await dieOnce(stage, place);
      if (tookMs === undefined) break;
      deaths.push(tookMs);
      if ((index + 1) % 10 === 0) {
        const { acked } = stage.traffic;
        onProgress(`died at ${index + 1} of ${places.length} places, ${acked} acknowledged`);
      }
    }
    stage.server.start();
    await stage.server.untilReady();
    await endLoad();
    const settled = await settle(stage);
    return actOutcome('points', stage, settled, {
      tookMs: performance.now() - begin,
      figures: { places: places.length, deaths: deaths.length, ms_per_death: meanOf(deaths) },
      vacuities: deaths.length === places.length ? [] : [`only ${deaths.length} deaths`],
    });
  });
}

/** Starts a server that is to die there, and waits for it. Undefined when nobody came by. */
async function dieOnce(stage: Stage, place: Place): Promise<number | undefined> {
  const { server, home, dice, traffic } = stage;
  const begin = performance.now();
  const note = path.join(home.root, 'deaths.txt');
  const isRare = /^(chore|inbox\.failed)|auth/.test(`${place.point} ${place.where}`);
  const wish = { ...place, times: isRare ? 1 : dice.between(1, TIMES_MAX) };
  const before = notes(note).length;
  await provoke(stage, place, breakBatches);
  server.start({ RIG_DIE_AT: JSON.stringify(wish), RIG_DIED: note });
  const isDead = await server.untilEnded(DEATH_MS_MAX);
  const said = notes(note).slice(before);
  const isThere = said.length === 1 && said[0]?.startsWith(`${place.point} `) === true;
  if (!isDead || !isThere || said[0]?.includes(place.where) !== true) {
    const how = isDead ? `it ended elsewhere (${said.join(', ')})` : 'nobody came by';
    traffic.find('vacuous', `no death at ${place.point} ${place.where}: ${how}`);
    await server.kill();
    return undefined;
  }
  await provoke(stage, place, mendBatches);
  await lapseLeases(home.home);
  return performance.now() - begin;
}

function notes(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

/** Batches that fail are made to: two events at once are too many for the stock. */
async function provoke(
  { home }: Stage,
  { point }: Place,
  change: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  if (point === 'inbox.failed') await withOwner(home.home, change);
}

const breakBatches = (client: pg.Client): Promise<unknown> =>
  client.query(`
    CREATE OR REPLACE FUNCTION inventory.planted_trouble() RETURNS trigger
    LANGUAGE plpgsql SET search_path = '' AS $$
    BEGIN
      IF (SELECT count(DISTINCT m.source_id) FROM moved m) > 1 THEN
        RAISE EXCEPTION 'more than one at a time';
      END IF;
      RETURN NULL;
    END $$;
    DROP TRIGGER IF EXISTS planted_trouble ON inventory.stock_movements;
    CREATE TRIGGER planted_trouble AFTER INSERT ON inventory.stock_movements
      REFERENCING NEW TABLE AS moved
      FOR EACH STATEMENT EXECUTE FUNCTION inventory.planted_trouble()`);

const mendBatches = (client: pg.Client): Promise<unknown> =>
  client.query('DROP TRIGGER IF EXISTS planted_trouble ON inventory.stock_movements');

function meanOf(values: readonly number[]): number {
  return Math.round(values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length));
}
