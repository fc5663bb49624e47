import { isSchemaServiceError } from '@schema-service/errors';
import type { MigrationEvent } from '@schema-service/migrator';
import type { Variables } from './command-line.ts';

/** What is loaded of OpenTelemetry, as far as it is used: its packages are there only where somebody wants them. */
interface Api {
  readonly ROOT_CONTEXT: unknown;
  readonly SpanStatusCode: { readonly ERROR: number };
  readonly trace: { setSpan(context: unknown, span: unknown): unknown };
}
interface Span {
  setStatus(status: { code: number; message: string }): void;
  end(): void;
}
interface Provider {
  getTracer(name: string): { startSpan(name: string, options: object, context: unknown): Span };
  shutdown(): Promise<void>;
}
interface Sdk {
  readonly api: Api;
  readonly provider: Provider;
}
type Constructor<Made> = new (options?: object) => Made;

/** Told what happens to a database, by its name where there are several. */
export type TellTrace = (event: MigrationEvent, environment?: string) => void;

const LONGEST_END_MS = 5000;

/**
 * Does something as a span, with one inside for each migration, where the variables of OpenTelemetry's SDK name who takes
 * them. A trace that is under way goes on (`TRACEPARENT`). Nothing of it keeps migrations from running.
 */
export async function withTrace<T>(
  name: string,
  work: (tell: TellTrace) => Promise<T>,
  variables: Variables = process.env,
): Promise<T> {
  const sdk = await loadSdk(variables).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`no spans are sent: ${why.split('\n')[0]}\n`);
    return undefined;
  });
  if (!sdk) return work(() => {});
  const trace = beginTrace(sdk, name, variables);
  try {
    const done = await work(trace.tell);
    trace.end();
    return done;
  } catch (error) {
    trace.end(isSchemaServiceError(error) ? error.code : 'INTERNAL_ERROR');
    throw error;
  } finally {
    const late = new Promise((resolve) => setTimeout(resolve, LONGEST_END_MS).unref());
    await Promise.race([sdk.provider.shutdown().catch(() => {}), late]);
  }
}

async function loadSdk(variables: Variables): Promise<Sdk | undefined> {
  const endpoint =
    variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint || variables.OTEL_SDK_DISABLED === 'true') return undefined;
  if (variables.OTEL_TRACES_EXPORTER === 'none') return undefined;
  const load = <Module>(part: string): Promise<Module> =>
    import(`@opentelemetry/${part}`) as Promise<Module>;
  const { resourceFromAttributes, defaultResource } = await load<{
    resourceFromAttributes(attributes: object): unknown;
    defaultResource(): { merge(other: unknown): unknown };
  }>('resources');
  const { TracerProvider, BatchSpanProcessor } = await load<{
    TracerProvider: Constructor<Provider>;
    BatchSpanProcessor: Constructor<unknown>;
  }>('sdk-trace');
  // It reads the rest of OTEL_EXPORTER_OTLP_*, such as headers, from the environment itself.
  const { OTLPTraceExporter } = await load<{ OTLPTraceExporter: Constructor<unknown> }>(
    'exporter-trace-otlp-http',
  );
  const service = { 'service.name': variables.OTEL_SERVICE_NAME ?? 'schema-migrator' };
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(service)),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  return { api: await load<Api>('api'), provider };
}

function beginTrace({ api, provider }: Sdk, name: string, { TRACEPARENT }: Variables) {
  const tracer = provider.getTracer('schema-migrator');
  const fail = (span: Span, code: string): void =>
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: code });
  const parent = remoteSpan(TRACEPARENT);
  const outside = parent ? api.trace.setSpan(api.ROOT_CONTEXT, parent) : api.ROOT_CONTEXT;
  const run = tracer.startSpan(name, {}, outside);
  const inside = api.trace.setSpan(api.ROOT_CONTEXT, run);
  const open = new Map<string, Span>();
  const tell: TellTrace = (event, environment = '') => {
    if (event.kind === 'migrationStarted') {
      const { migration, version, direction } = event;
      const attributes = {
        'db.system.name': 'postgresql',
        'schema_migrator.migration': migration,
        'schema_migrator.version': version,
        'schema_migrator.direction': direction,
        ...(environment ? { 'schema_migrator.environment': environment } : {}),
      };
      open.set(
        environment,
        tracer.startSpan(`${direction} ${version}/${migration}`, { attributes }, inside),
      );
    } else if (event.kind === 'migrationApplied' || event.kind === 'migrationRolledBack') {
      open.get(environment)?.end();
      open.delete(environment);
    }
  };
  const end = (code?: string): void => {
    // What began and did not end has failed.
    for (const span of open.values()) {
      fail(span, code ?? 'MIGRATION_FAILED');
      span.end();
    }
    if (code !== undefined || open.size > 0) fail(run, code ?? 'MIGRATION_FAILED');
    run.end();
  };
  return { tell, end };
}

/** The span of another process, as a parent for ours. */
function remoteSpan(traceparent: string | undefined): object | undefined {
  const [, traceId, spanId, flags] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (!flags) return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return { spanContext: () => context };
}
