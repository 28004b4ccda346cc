/** What a run found, as figures for a script and as words for a person. */
import { seconds, trafficFigures } from './act.ts';
import type { ActOutcome, Figures } from './act.ts';
import type { Kill } from './killer.ts';
import type { Outcome } from './run.ts';

export function killsOutcome(outcome: Outcome): ActOutcome {
  return { name: 'kills', figures: figuresOf(outcome), findings: outcome.findings };
}

function figuresOf(outcome: Outcome): Figures {
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
    ...trafficFigures(traffic),
    events_delivered: verdict.events,
    lost: verdict.lost,
    doubled: verdict.doubled,
    verify_breaches: verdict.breaches,
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

export function actText({ name, figures, findings }: ActOutcome, plant?: string): string {
  const lines = Object.entries(figures).map(
    ([figure, value]) => `${figure.replaceAll('_', ' ').padEnd(34)} ${value}`,
  );
  const planted = plant === undefined ? [] : [`planted: ${plant}`];
  const found = findings.map(({ invariant, what }) => `BROKEN ${invariant}: ${what}`);
  const end = findings.length === 0 ? ['nothing lost, nothing doubled'] : found;
  return [`— ${name}`, ...planted, ...lines, ...end].map((line) => `${line}\n`).join('');
}

/** Kills that were followed by another one during the start say nothing about a start. */
function percentile(kills: readonly Kill[], share: number): number {
  const times = kills.filter((one) => one.killsWhileStarting === 0).map((one) => one.backMs);
  const sorted = times.sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
