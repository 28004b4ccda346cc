/** What the environment says about traces, in the names that OpenTelemetry gives them. */
import { ConfigError } from '../config-error.ts';
import type { Environment } from '../config.ts';

export interface TraceSettings {
  /** Where spans go, as OTLP over HTTP. */
  readonly url: string;
  /** As who we are seen there. */
  readonly serviceName: string;
}

/**
 * Undefined without `OTEL_EXPORTER_OTLP_ENDPOINT`. `alone` is the one module of this process, if it
 * has one only. Throws a `ConfigError` in words for what cannot be meant.
 */
export function readTraceSettings(
  environment: Environment,
  alone: string | undefined,
): TraceSettings | undefined {
  const endpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  if (endpoint === '') return undefined;
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new ConfigError(`OTEL_EXPORTER_OTLP_ENDPOINT is a URL, and not ${endpoint}.`);
  }
  const named = environment['OTEL_SERVICE_NAME'] ?? '';
  return {
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    serviceName: named === '' ? (alone ?? 'evertill') : named,
  };
}
