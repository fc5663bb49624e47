/**
 * What the process measures and traces. Anything may call {@link record} and
 * {@link startSpan}; nothing happens until a backend is in use, which is
 * OpenTelemetry's SDK where it is configured.
 */

interface Instrument {
  /** The observed ones are asked for their values when somebody looks. */
  readonly kind: 'counter' | 'histogram' | 'observedCounter' | 'observedGauge';
  /** As OpenTelemetry's conventions name it, where they do. */
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
}

/** Seconds, from a cached answer to the longest that is waited for. */
export const DURATION_BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/** Everything that is measured. docs/operating.md has the same list. */
export const instruments = {
  requests: {
    kind: 'histogram',
    name: 'http.server.request.duration',
    unit: 's',
    description: 'How long requests took',
    attributes: ['http.request.method', 'http.route', 'http.response.status_code'],
  },
  queries: {
    kind: 'histogram',
    name: 'db.client.operation.duration',
    unit: 's',
    description: 'How long statements of the catalog took',
    attributes: ['db.operation.name', 'error.type'],
  },
  databaseUp: {
    kind: 'observedGauge',
    name: 'schema_api.database.up',
    unit: '1',
    description: '1 where the catalog answered when it was asked for this, 0 otherwise',
    attributes: [],
  },
  cacheReads: {
    kind: 'counter',
    name: 'schema_api.cache.reads',
    unit: '{read}',
    description:
      'Answers from memory (hit), from memory while nobody could say whether they hold (stale), and those that a route made (miss)',
    attributes: ['result'],
  },
  events: {
    kind: 'observedCounter',
    name: 'schema_api.events',
    unit: '{event}',
    description:
      'What has happened: releases published, promoted, deprecated, yanked, runs started, finished, failed. The same from every process',
    attributes: ['event'],
  },
  deliveries: {
    kind: 'counter',
    name: 'schema_api.webhook.deliveries',
    unit: '{delivery}',
    description:
      'Attempts to deliver a webhook: delivered, pending another attempt, or failed for good',
    attributes: ['result'],
  },
  listeners: {
    kind: 'observedGauge',
    name: 'schema_api.event.listeners',
    unit: '{listener}',
    description: 'Open streams of events',
    attributes: [],
  },
} as const satisfies Readonly<Record<string, Instrument>>;

export type InstrumentName = keyof typeof instruments;
export type Attributes = Readonly<Record<string, string | number>>;

export interface Observation {
  readonly value: number;
  readonly attributes?: Attributes;
}
/** One that fails is left out of what is looked at. */
export type Ask = () => Promise<readonly Observation[]> | readonly Observation[];

export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly attributes?: Attributes;
  /** What another process says of the trace that this is a part of: `traceparent` and `tracestate`. */
  readonly carrier?: Readonly<Record<string, unknown>>;
}

/** A piece of work under way in a trace. */
export interface Span {
  /** Spans that the work starts are inside this one. */
  run<Result>(work: () => Result): Result;
  end(outcome: { readonly attributes?: Attributes; readonly error?: string }): void;
}

export interface TelemetryBackend {
  record(instrument: InstrumentName, value: number, attributes: Attributes): void;
  observe(instrument: InstrumentName, ask: Ask): void;
  startSpan(start: SpanStart): Span;
}

/** The span of what nobody traces. */
export const untraced: Span = { run: (work) => work(), end: () => undefined };

const nothing: TelemetryBackend = {
  record: () => undefined,
  observe: () => undefined,
  startSpan: () => untraced,
};

let backend = nothing;

/** From here on everything is measured there; without one, nowhere. One at a time for the whole process. */
export function useTelemetry(next: TelemetryBackend | undefined): void {
  backend = next ?? nothing;
}

/** Whether anything is kept of what is recorded: what is not cheap to find out is asked for only then. */
export const isMeasured = (): boolean => backend !== nothing;

/** Adds to a counter, or notes one value of a histogram. */
export function record(
  instrument: InstrumentName,
  value: number,
  attributes: Attributes = {},
): void {
  backend.record(instrument, value, attributes);
}

/** Has the values of an observed instrument asked for whenever somebody looks. */
export function observe(instrument: InstrumentName, ask: Ask): void {
  backend.observe(instrument, ask);
}

export function startSpan(start: SpanStart): Span {
  return backend.startSpan(start);
}
