/** What an act found: figures for a script, words for a person, findings for both. */
import type { Settled, Stage } from './stage.ts';
import type { Finding, Traffic } from './traffic.ts';

export type Figures = Readonly<Record<string, number | string>>;

export interface ActOutcome {
  readonly name: string;
  readonly figures: Figures;
  readonly findings: readonly Finding[];
}

interface Act {
  readonly tookMs: number;
  readonly figures: Figures;
  /** What should have happened and did not, so that nothing was proved. */
  readonly vacuities: readonly string[];
  /** Nothing here interrupts what is committed, so nothing need have come twice. */
  readonly mayLackReplays?: true;
}

export function actOutcome(
  name: string,
  { traffic, settings }: Stage,
  { verdict, findings, relayRestMs }: Settled,
  act: Act,
): ActOutcome {
  const usual = [
    ...(traffic.replays > 0 || act.mayLackReplays ? [] : ['nothing was sent twice']),
    ...(traffic.tried.size > 0 ? [] : ['nothing was tried that is not in order']),
    ...(verdict.events > 0 ? [] : ['no event was delivered']),
  ];
  const vacuities = [...act.vacuities, ...usual].map((what) => ({ invariant: 'vacuous', what }));
  return {
    name,
    figures: {
      seed: settings.seed,
      registers: settings.registers,
      ...act.figures,
      ...trafficFigures(traffic),
      events_delivered: verdict.events,
      lost: verdict.lost,
      doubled: verdict.doubled,
      verify_breaches: verdict.breaches,
      relays_at_rest_ms: relayRestMs,
      took_s: seconds(act.tookMs),
    },
    findings: findings.length > 0 ? findings : vacuities,
  };
}

export function trafficFigures(traffic: Traffic): Figures {
  const tried = [...traffic.tried].map(([name, times]) => [name.replaceAll(' ', '_'), times]);
  return {
    requests_interrupted: traffic.interrupted,
    acknowledged: traffic.acked,
    applied: traffic.applied,
    replays: traffic.replays,
    answers_lost_on_purpose: traffic.answersLost,
    ...(Object.fromEntries(tried) as Figures),
  };
}

export function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
