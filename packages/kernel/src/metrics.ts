/** What Prometheus is told. One registry a process; names are the trade's, labels are few. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'operation' | 'status'>;
  readonly outcomes: Counter<'kind' | 'outcome'>;
  readonly flagged: Counter<'flag'>;
  readonly delivered: Counter<'consumer'>;
  readonly deadLetters: Counter<'consumer'>;
  readonly outboxLagSeconds: Gauge<'consumer'>;
  readonly peerRetries: Counter<'module'>;
  readonly peerRefusals: Counter<'module'>;
  readonly peerBreaker: Gauge<'module'>;
  readonly circuitsOpen: Gauge<'circuit'>;
  readonly loginEnds: Gauge<'module'>;
  readonly loginFailures: Counter<'module'>;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'evertill_request_seconds',
      help: 'Time to answer a request, by operation and status.',
      labelNames: ['operation', 'status'],
      buckets: seconds,
      registers,
    }),
    outcomes: new Counter({
      name: 'evertill_register_operations_total',
      help: 'Operations of registers, by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    flagged: new Counter({
      name: 'evertill_flags_total',
      help: 'Facts that were recorded with a flag for a person to look at.',
      labelNames: ['flag'],
      registers,
    }),
    delivered: new Counter({
      name: 'evertill_events_delivered_total',
      help: 'Events that a consumer has taken in.',
      labelNames: ['consumer'],
      registers,
    }),
    deadLetters: new Counter({
      name: 'evertill_dead_letters_total',
      help: 'Events that a consumer could not take in and put aside.',
      labelNames: ['consumer'],
      registers,
    }),
    outboxLagSeconds: new Gauge({
      name: 'evertill_outbox_lag_seconds',
      help: 'Age of the last event at its delivery.',
      labelNames: ['consumer'],
      registers,
    }),
    circuitsOpen: new Gauge({
      name: 'evertill_circuit_open',
      help: '1 while a service that can be done without is away, and is not asked.',
      labelNames: ['circuit'],
      registers,
    }),
    ...peerMetrics(registers),
    ...loginMetrics(registers),
  };
}

function peerMetrics(
  registers: Registry[],
): Pick<Metrics, 'peerRetries' | 'peerRefusals' | 'peerBreaker'> {
  return {
    peerRetries: new Counter({
      name: 'evertill_peer_retries_total',
      help: 'Questions to a module in another process that were asked again.',
      labelNames: ['module'],
      registers,
    }),
    peerRefusals: new Counter({
      name: 'evertill_peer_refused_total',
      help: 'Questions that were not sent, since the module had not answered before.',
      labelNames: ['module'],
      registers,
    }),
    peerBreaker: new Gauge({
      name: 'evertill_peer_breaker',
      help: 'Whether a module in another process is asked: 0 yes, 1 one question on trial, 2 no.',
      labelNames: ['module'],
      registers,
    }),
  };
}

function loginMetrics(registers: Registry[]): Pick<Metrics, 'loginEnds' | 'loginFailures'> {
  return {
    loginEnds: new Gauge({
      name: 'evertill_database_login_ends_timestamp_seconds',
      help: 'When the log-in at the database that was lent to a module ends, unless renewed.',
      labelNames: ['module'],
      registers,
    }),
    loginFailures: new Counter({
      name: 'evertill_database_login_failures_total',
      help: 'Log-ins at the database that could not be had, renewed or used, by module.',
      labelNames: ['module'],
      registers,
    }),
  };
}
