/** What a run found, as figures for a script and as words for a person. */
import type { Kill } from './killer.ts';
import type { Outcome } from './run.ts';

export type Figures = Readonly<Record<string, number | string>>;

export function figuresOf(outcome: Outcome): Figures {
  const { kills, settings, traffic, verdict } = outcome;
  const ofServer = kills.filter(({ victim }) => victim === 'server');
  const ofPostgres = kills.filter(({ victim }) => victim !== 'server');
  return {
    seed: settings.seed,
    registers: settings.registers,
    server_kills: ofServer.length,
    postgres_kills: ofPostgres.length,
    of_them_with_the_server: ofPostgres.filter(({ victim }) => victim === 'both').length,
    kills_while_starting: kills.reduce((sum, one) => sum + one.killsWhileStarting, 0),
    requests_in_flight_at_kills: kills.reduce((sum, one) => sum + one.inFlight, 0),
    requests_interrupted: traffic.interrupted,
    acknowledged: traffic.acked,
    applied: traffic.applied,
    replays: traffic.replays,
    answers_lost_on_purpose: traffic.answersLost,
    forgeries_refused: traffic.forgeriesRefused,
    events_delivered: verdict.events,
    lost: verdict.lost,
    doubled: verdict.doubled,
    server_back_ms_p50: percentile(ofServer, 0.5),
    server_back_ms_p95: percentile(ofServer, 0.95),
    postgres_back_ms_p50: percentile(ofPostgres, 0.5),
    postgres_back_ms_p95: percentile(ofPostgres, 0.95),
    server_died_by_itself: outcome.serverDeaths,
    drain_ms: outcome.drainMs,
    relays_at_rest_ms: outcome.relayRestMs,
    load_s: seconds(outcome.loadMs),
    took_s: seconds(outcome.tookMs),
  };
}

export function reportText(outcome: Outcome): string {
  const figures = Object.entries(figuresOf(outcome)).map(
    ([name, value]) => `${name.replaceAll('_', ' ').padEnd(30)} ${value}`,
  );
  const { findings, settings } = outcome;
  const plant = settings.plant === undefined ? [] : [`planted: ${settings.plant}`];
  const found = findings.map(({ invariant, what }) => `BROKEN ${invariant}: ${what}`);
  const end = findings.length === 0 ? ['nothing lost, nothing doubled'] : found;
  return [...plant, ...figures, ...end].map((line) => `${line}\n`).join('');
}

/** Kills that were followed by another one during the start say nothing about a start. */
function percentile(kills: readonly Kill[], share: number): number {
  const times = kills.filter((one) => one.killsWhileStarting === 0).map((one) => one.backMs);
  const sorted = times.sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
