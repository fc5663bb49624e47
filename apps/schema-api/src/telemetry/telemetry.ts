/**
 * What the process measures and traces. Anything may call {@link record} and
 * {@link startSpan}; nothing happens until a backend is in use, which is
 * OpenTelemetry's SDK where it is configured.
 */

interface Instrument {
  readonly kind: 'counter' | 'upDownCounter' | 'histogram' | 'gauge';
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
    kind: 'gauge',
    name: 'schema_api.database.up',
    unit: '1',
    description: '1 where the catalog answered when it was asked for this, 0 otherwise',
    attributes: [],
  },
  cacheReads: {
    kind: 'counter',
    name: 'schema_api.cache.reads',
    unit: '{read}',
    description: 'Answers from the cache, and without it',
    attributes: ['result'],
  },
  publishes: {
    kind: 'counter',
    name: 'schema_api.publishes',
    unit: '{publish}',
    description: 'Attempts to publish, by door and end',
    attributes: ['door', 'result'],
  },
  runs: {
    kind: 'counter',
    name: 'schema_api.runs',
    unit: '{run}',
    description: 'Runs of migrations that reached a status',
    attributes: ['status'],
  },
  deliveries: {
    kind: 'counter',
    name: 'schema_api.webhook.deliveries',
    unit: '{delivery}',
    description: 'Attempts to deliver a webhook',
    attributes: ['result'],
  },
  listeners: {
    kind: 'upDownCounter',
    name: 'schema_api.event.listeners',
    unit: '{listener}',
    description: 'Open streams of events',
    attributes: [],
  },
} as const satisfies Readonly<Record<string, Instrument>>;

export type InstrumentName = keyof typeof instruments;
export type Attributes = Readonly<Record<string, string | number>>;

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
  /** Asks for the value whenever somebody looks. */
  observe(instrument: InstrumentName, ask: () => Promise<number>): void;
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

export function observe(instrument: InstrumentName, ask: () => Promise<number>): void {
  backend.observe(instrument, ask);
}

export function startSpan(start: SpanStart): Span {
  return backend.startSpan(start);
}
