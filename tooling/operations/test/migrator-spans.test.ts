import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Traces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Record<string, unknown>[] }[];
  }[];
}

/** A folder with the migrator's one file and migrations, and where it is wanted OpenTelemetry beside it. */
function installMigrator(withTelemetry: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(join(root, 'apps/migrator/dist/main.cjs'), join(folder, 'main.cjs'));
  const migration = (path: string, sql: string): void => {
    mkdirSync(join(folder, 'migrations', path), { recursive: true });
    writeFileSync(join(folder, 'migrations', path, 'up.sql'), sql);
  };
  migration('1.0.0/001_init', 'CREATE TABLE product (id integer);');
  migration('1.0.0/002_fails', 'SELECT 1/0;');
  if (withTelemetry) {
    mkdirSync(join(folder, 'node_modules'));
    const packages = join(root, 'tooling/operations/node_modules/@opentelemetry');
    symlinkSync(packages, join(folder, 'node_modules/@opentelemetry'));
  }
  return folder;
}

async function up(folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['main.cjs', 'up'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  await once(child, 'close');
  return stderr;
}

test('a run of the migrator is a span, with one for each migration, in the trace that it was started in', async () => {
  await using database = await createTestDatabase();
  const spans: Record<string, unknown>[] = [];
  const collector = createServer(async (request, response) => {
    const { resourceSpans = [] } = (await json(request)) as Traces;
    spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)));
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  onTestFinished(() => void collector.close());
  const { port } = Object(collector.address());
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const env = {
    DATABASE_URL: database.connectionString,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    TRACEPARENT: `00-${traceId}-00f067aa0ba902b7-01`,
  };
  const without = await up(installMigrator(false), env);
  expect(without).toMatch(/^no spans are sent: .*@opentelemetry\/resources/);
  expect(without).toContain('applied 1.0.0/001_init');

  await using other = await createTestDatabase();
  await up(installMigrator(true), { ...env, DATABASE_URL: other.connectionString });
  const run = spans.find(({ name }) => name === 'schema-migrator up');
  expect(run).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7', status: { code: 2 } });
  const named = (name: string) => spans.find((span) => span.name === name);
  const inside = { traceId, parentSpanId: run?.spanId };
  expect(named('up 1.0.0/001_init')).toMatchObject({ ...inside, status: { code: 0 } });
  expect(named('up 1.0.0/002_fails')).toMatchObject({
    ...inside,
    status: { code: 2, message: 'MIGRATION_FAILED' },
  });
});
