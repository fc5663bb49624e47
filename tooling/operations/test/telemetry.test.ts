import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { createTestDatabase, freePort } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { installApi } from '../src/installed-api.ts';

const PROMETHEUS = ['resources', 'sdk-metrics', 'exporter-prometheus'];
const OTLP = [
  ...PROMETHEUS,
  'api',
  'sdk-trace',
  'exporter-trace-otlp-http',
  'exporter-metrics-otlp-http',
];
const packages = (names: readonly string[]) => names.map((name) => `@opentelemetry/${name}`);

interface Traces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Record<string, unknown>[] }[];
  }[];
}

/** The value of a metric's line with all of these labels. */
function metricOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}) {
  const line = text
    .split('\n')
    .filter((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `))
    .find((one) =>
      Object.entries(labels).every(([key, value]) => one.includes(`${key}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

test('Prometheus reads requests, statements and whether the database is up', async () => {
  await using database = await createTestDatabase();
  using installed = installApi(packages(PROMETHEUS));
  const metricsPort = await freePort();
  await using api = installed.run([], {
    DATABASE_URL: database.connectionString,
    METRICS_PORT: String(metricsPort),
  });
  const url = await api.listening();
  const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  for (let asked = 0; asked < 3; asked += 1) await fetch(`${url}/versions`);
  await fetch(`${url}/schema/9.9.9`);
  const listening = new AbortController();
  const stream = await fetch(`${url}/events`, {
    headers: { accept: 'text/event-stream' },
    signal: listening.signal,
  });
  const requests = 'http_server_request_duration_count';
  const of = (route: string, status: string) => ({
    http_route: route,
    http_response_status_code: status,
  });
  await expect
    .poll(async () => metricOf(await metrics(), requests, of('/versions', '200')))
    .toBeGreaterThan(0);
  await expect
    .poll(async () => metricOf(await metrics(), requests, of('/schema/:version', '404')))
    .toBe(1);
  const text = await metrics();
  expect(metricOf(text, 'db_client_operation_duration_count')).toBeGreaterThan(0);
  expect(metricOf(text, 'schema_api_database_up')).toBe(1);
  // Of the three, those from memory are no requests to a route.
  const cached = (result: string) =>
    metricOf(text, 'schema_api_cache_reads_total', { result }) ?? 0;
  expect(cached('hit') + cached('miss')).toBeGreaterThanOrEqual(3);
  expect(metricOf(text, 'schema_api_events_total', { event: 'release.published' })).toBe(0);
  expect(metricOf(text, 'schema_api_event_listeners')).toBe(1);
  expect(stream.status).toBe(200);
  listening.abort();
  await expect.poll(async () => metricOf(await metrics(), 'schema_api_event_listeners')).toBe(0);

  const admin = new pg.Client({ connectionString: database.connectionString });
  await admin.connect();
  await admin.query('DROP SCHEMA schema_catalog CASCADE');
  await admin.end();
  await expect.poll(async () => metricOf(await metrics(), 'schema_api_database_up')).toBe(0);

  api.child.kill('SIGTERM');
  expect(await api.ended).toBe(0);
  await expect(metrics()).rejects.toThrow();
});

test('a trace that comes in goes on: request, and the statements inside of it', async () => {
  await using database = await createTestDatabase();
  using installed = installApi(packages(OTLP));
  const spans: Record<string, unknown>[] = [];
  const collector = createServer(async (request, response) => {
    // As far as it is read here; the metrics have other fields.
    const { resourceSpans = [] } = (await json(request)) as Traces;
    spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)));
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  onTestFinished(() => void collector.close());
  const { port } = Object(collector.address());
  await using api = installed.run([], {
    DATABASE_URL: database.connectionString,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
  await fetch(`${await api.listening()}/versions`, { headers: { traceparent } });
  // What has not been sent yet is sent at the end.
  api.child.kill('SIGTERM');
  expect(await api.ended).toBe(0);
  const ofTrace = spans.filter((span) => span.traceId === traceId);
  const request = ofTrace.find(({ name }) => name === 'GET /versions');
  expect(request).toMatchObject({ parentSpanId: '00f067aa0ba902b7', kind: 2 });
  expect(ofTrace.filter(({ name }) => name === 'SELECT')).not.toEqual([]);
  for (const span of ofTrace) {
    if (span !== request) expect(span).toMatchObject({ parentSpanId: request?.spanId, kind: 3 });
  }
});

test('what is asked for and not installed is one clear message', async () => {
  await using database = await createTestDatabase();
  using installed = installApi();
  await using api = installed.run([], {
    DATABASE_URL: database.connectionString,
    METRICS_PORT: String(await freePort()),
  });
  expect(await api.ended).toBe(1);
  expect(api.output()).toBe(
    'error PACKAGE_NOT_INSTALLED: The package @opentelemetry/resources is not installed.\n' +
      '  why: What METRICS_PORT or OTEL_EXPORTER_OTLP_ENDPOINT asks for needs it, and not every installation does.\n' +
      '  fix: Install it beside the API: npm install @opentelemetry/resources\n',
  );
});
