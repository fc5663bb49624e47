import { AsyncLocalStorage } from 'node:async_hooks';
import type { Config } from '../config/config.ts';
import { portInUse } from '../http/listen.ts';
import { loadOptional } from '../optional-package.ts';
import {
  type Attributes,
  DURATION_BUCKETS,
  type InstrumentName,
  instruments,
  type Span,
  type SpanStart,
  type TelemetryBackend,
  untraced,
} from './telemetry.ts';
import { readTraceparent } from './trace-context.ts';

/** What is loaded, as far as it is used: these packages are not there unless somebody wants them. */
interface Api {
  readonly ROOT_CONTEXT: unknown;
  readonly SpanKind: { readonly SERVER: number; readonly CLIENT: number };
  readonly SpanStatusCode: { readonly ERROR: number };
  readonly trace: { setSpan(context: unknown, span: unknown): unknown };
}
interface SdkSpan {
  setAttributes(attributes: Attributes): void;
  setStatus(status: { code: number; message: string }): void;
  end(): void;
}
interface Provider {
  shutdown(): Promise<void>;
}
interface Meters extends Provider {
  getMeter(name: string): Readonly<Record<string, (name: string, options: object) => Instrument>>;
}
interface Instrument {
  add(value: number, attributes: Attributes): void;
  record(value: number, attributes: Attributes): void;
  addCallback(
    ask: (result: { observe(value: number, attributes: Attributes): void }) => Promise<void>,
  ): void;
}
interface Tracers extends Provider {
  getTracer(name: string): {
    startSpan(name: string, options: object, context: unknown): SdkSpan;
  };
}
type Constructor<Made> = new (options?: object) => Made;

const load = <Module>(name: string): Promise<Module> =>
  loadOptional(
    `@opentelemetry/${name}`,
    'What METRICS_PORT or OTEL_EXPORTER_OTLP_ENDPOINT asks for',
  );

type TelemetryConfig = Pick<Config, 'metricsPort' | 'metricsHost' | 'otlpEndpoint' | 'serviceName'>;

/** Whether anything of OpenTelemetry is configured. */
export const isTelemetryWanted = ({ metricsPort, otlpEndpoint }: TelemetryConfig): boolean =>
  metricsPort !== undefined || otlpEndpoint !== undefined;

/** OpenTelemetry as it is configured, and what ends it; `undefined` where it is not. */
export interface OpenTelemetry {
  readonly backend: TelemetryBackend;
  /** Sends what is left, and lets the port of the metrics go. */
  stop(): Promise<void>;
}

/**
 * Loads OpenTelemetry's SDK where the configuration asks for it.
 *
 * @throws SchemaServiceError PACKAGE_NOT_INSTALLED with the command that installs what is missing, PORT_IN_USE
 */
export async function startOpenTelemetry(
  config: TelemetryConfig,
): Promise<OpenTelemetry | undefined> {
  if (!isTelemetryWanted(config)) return undefined;
  const { resourceFromAttributes, defaultResource } = await load<{
    resourceFromAttributes(attributes: object): unknown;
    defaultResource(): { merge(other: unknown): unknown };
  }>('resources');
  const resource = defaultResource().merge(
    resourceFromAttributes({ 'service.name': config.serviceName }),
  );
  const tracers = config.otlpEndpoint === undefined ? undefined : await startTracers(resource);
  const api = tracers && (await load<Api>('api'));
  // Last, because it opens a port.
  const meters = await startMeters(config, resource);
  return {
    backend: {
      ...recorderOf(meters),
      startSpan: tracers && api ? spanStarter(tracers, api) : () => untraced,
    },
    stop: async () => {
      await Promise.allSettled([meters.shutdown(), tracers?.shutdown()]);
    },
  };
}

async function startMeters(
  { metricsPort, metricsHost, otlpEndpoint }: TelemetryConfig,
  resource: unknown,
): Promise<Meters> {
  const { MeterProvider, PeriodicExportingMetricReader } = await load<{
    MeterProvider: Constructor<Meters>;
    PeriodicExportingMetricReader: Constructor<unknown>;
  }>('sdk-metrics');
  const readers: unknown[] = [];
  if (otlpEndpoint !== undefined) {
    const { OTLPMetricExporter } = await load<{ OTLPMetricExporter: Constructor<unknown> }>(
      'exporter-metrics-otlp-http',
    );
    // It reads the rest of OTEL_EXPORTER_OTLP_*, such as headers, from the environment itself.
    readers.push(new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }));
  }
  if (metricsPort !== undefined) {
    const { PrometheusExporter } = await load<{
      PrometheusExporter: Constructor<{ startServer(): Promise<void> }>;
    }>('exporter-prometheus');
    const exporter = new PrometheusExporter({
      host: metricsHost,
      port: metricsPort,
      preventServerStart: true,
      withoutScopeInfo: true,
    });
    await exporter.startServer().catch((cause: unknown) => {
      throw portInUse('METRICS_PORT', metricsPort, cause);
    });
    readers.push(exporter);
  }
  return new MeterProvider({ resource, readers });
}

async function startTracers(resource: unknown): Promise<Tracers> {
  const { TracerProvider, BatchSpanProcessor } = await load<{
    TracerProvider: Constructor<Tracers>;
    BatchSpanProcessor: Constructor<unknown>;
  }>('sdk-trace');
  const { OTLPTraceExporter } = await load<{ OTLPTraceExporter: Constructor<unknown> }>(
    'exporter-trace-otlp-http',
  );
  const processor = new BatchSpanProcessor({ exporter: new OTLPTraceExporter() });
  return new TracerProvider({ resource, spanProcessors: [processor] });
}

function recorderOf(meters: Meters): Pick<TelemetryBackend, 'record' | 'observe'> {
  const meter = meters.getMeter('schema-api');
  const create = {
    counter: 'createCounter',
    histogram: 'createHistogram',
    observedCounter: 'createObservableCounter',
    observedGauge: 'createObservableGauge',
  } as const;
  const made = Object.fromEntries(
    Object.entries(instruments).map(([key, { kind, name, unit, description }]) => {
      const advice = kind === 'histogram' ? { explicitBucketBoundaries: DURATION_BUCKETS } : {};
      return [key, meter[create[kind]]?.call(meter, name, { unit, description, advice })];
    }),
  );
  // One for each name, by the line above.
  const instrument = (name: InstrumentName): Instrument => made[name] as Instrument;
  return {
    record: (name, value, attributes) =>
      instruments[name].kind === 'histogram'
        ? instrument(name).record(value, attributes)
        : instrument(name).add(value, attributes),
    observe: (name, ask) =>
      instrument(name).addCallback(async (result) => {
        for (const { value, attributes = {} } of await ask()) result.observe(value, attributes);
      }),
  };
}

function spanStarter(tracers: Tracers, api: Api): (start: SpanStart) => Span {
  const tracer = tracers.getTracer('schema-api');
  const active = new AsyncLocalStorage<SdkSpan>();
  return ({ name, kind, attributes = {}, carrier }) => {
    const parent = active.getStore() ?? remoteSpan(carrier?.traceparent);
    const context = parent ? api.trace.setSpan(api.ROOT_CONTEXT, parent) : api.ROOT_CONTEXT;
    const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT };
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, context);
    return {
      run: (work) => active.run(span, work),
      end: (outcome) => {
        if (outcome.attributes) span.setAttributes(outcome.attributes);
        if (outcome.error) {
          span.setStatus({ code: api.SpanStatusCode.ERROR, message: outcome.error });
        }
        span.end();
      },
    };
  };
}

/** The span of another process that `traceparent` names, as a parent for ours. */
function remoteSpan(traceparent: unknown): { spanContext(): object } | undefined {
  const ids = readTraceparent(traceparent);
  return ids && { spanContext: () => ({ ...ids, isRemote: true }) };
}
