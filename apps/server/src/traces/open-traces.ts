/** Loads what tells of traces, and only where somebody collects them: every start would pay. */
import type { Traces } from '@evertill/kernel';
import type { TraceSettings } from './settings.ts';

export interface OpenTraces {
  /** Absent where nobody collects. */
  readonly traces: Traces | undefined;
  /** Tells the rest. Never fails: a collector that is away stops nothing. */
  readonly stop: () => Promise<void>;
}

export async function openTraces(settings: TraceSettings | undefined): Promise<OpenTraces> {
  if (settings === undefined) return { traces: undefined, stop: () => Promise.resolve() };
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(settings);
}
