import { renameSync, writeFileSync } from 'node:fs';
import { readDatabaseServers } from '@schema-service/database-url';
import { isSchemaServiceError } from '@schema-service/errors';
import {
  eachEnvironment,
  type MigrationState,
  type MigrationStatus,
  optionsFor,
  status,
  verify,
} from '@schema-service/migrator';
import type { CommandOptions } from './command-options.ts';
import type { ManyDatabases } from './parse-command.ts';

/** What Prometheus is told, in the order in which it is written. */
const METRICS = {
  reachable: 'Whether the database could be asked.',
  version_info: 'The version that the database is at.',
  pending_migrations: 'Migrations that an up would apply.',
  problems: 'Where files and history differ.',
  drift_differences: 'Where the structure is not what its version says.',
  last_run_timestamp_seconds: 'When the last run of a migration began.',
  last_run_duration_seconds: 'How long it took.',
  last_run_success: 'Whether it worked.',
} as const;

type MetricName = keyof typeof METRICS;

interface Sample {
  readonly name: MetricName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

type Told = (CommandOptions | ManyDatabases) & { readonly metricsFile?: string };

/**
 * Asks the databases of a command where they stand now, and writes it as text for Prometheus, whole or not at all. It is told
 * on stderr where that cannot be: what the command did is done.
 */
export async function writeMetricsFile(command: Told): Promise<void> {
  const { metricsFile } = command;
  if (metricsFile === undefined) return;
  try {
    const text = metricsText(await collect(command));
    writeFileSync(`${metricsFile}.new`, text);
    renameSync(`${metricsFile}.new`, metricsFile);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`--metrics-file was not written: ${why}\n`);
  }
}

async function collect(command: Told): Promise<readonly Sample[]> {
  const environments = 'environments' in command ? command.environments : [environmentOf(command)];
  const given = { ...command, ...command.apply };
  const outcomes = await eachEnvironment(environments, { keepGoing: true }, async (environment) => {
    const { to: _, ...options } = { to: '', ...given, ...optionsFor(environment, given) };
    const found = await status(options);
    return { kind: 'asked', found, drift: await countDrift(options) } as const;
  });
  return outcomes.flatMap((outcome) => {
    const { environment } = outcome;
    if (outcome.kind !== 'asked') {
      return [{ name: 'reachable', labels: { environment }, value: 0 } as const];
    }
    return samplesOf(environment, outcome.found, outcome.drift);
  });
}

/** The one database of a command; without a name of its own it has that of the database. */
function environmentOf({ connection, environment, ledgerSchema }: CommandOptions) {
  const name = environment ?? readDatabaseServers(connection).address.database;
  return { name, connection, ...(ledgerSchema === undefined ? {} : { ledgerSchema }) };
}

/** Nothing of a version that carries no structure. */
async function countDrift(options: Parameters<typeof verify>[0]): Promise<number | undefined> {
  try {
    return (await verify(options)).differences.length;
  } catch (error) {
    if (isSchemaServiceError(error)) return undefined;
    throw error;
  }
}

function samplesOf(
  environment: string,
  { currentVersion, pending, problems, migrations }: MigrationStatus,
  drift: number | undefined,
): readonly Sample[] {
  const sample = (name: MetricName, value: number, labels = {}): Sample => ({
    name,
    labels: { environment, ...labels },
    value,
  });
  const last = lastRunOf(migrations);
  return [
    sample('reachable', 1),
    sample('version_info', 1, { version: currentVersion ?? '' }),
    sample('pending_migrations', pending.length),
    sample('problems', problems.length),
    ...(drift === undefined ? [] : [sample('drift_differences', drift)]),
    ...(last === undefined
      ? []
      : [
          sample('last_run_timestamp_seconds', last.startedAt.getTime() / 1000),
          sample('last_run_duration_seconds', (last.durationMs ?? 0) / 1000),
          sample('last_run_success', last.error === null ? 1 : 0),
        ]),
  ];
}

const lastRunOf = (migrations: readonly MigrationState[]) =>
  migrations
    .flatMap(({ lastRun }) => (lastRun ? [lastRun] : []))
    .toSorted((a, b) => a.id - b.id)
    .at(-1);

/** All samples of a metric stand together, below what it means. */
function metricsText(samples: readonly Sample[]): string {
  return Object.entries(METRICS)
    .flatMap(([name, meaning]) => {
      const own = samples.filter((sample) => sample.name === name);
      const full = `schema_migrator_${name}`;
      if (own.length === 0) return [];
      return [`# HELP ${full} ${meaning}`, `# TYPE ${full} gauge`, ...own.map(sampleLine)];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function sampleLine({ name, labels, value }: Sample): string {
  const texts = Object.entries(labels).map(
    ([label, text]) =>
      `${label}="${text.replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`,
  );
  return `schema_migrator_${name}{${texts.join(',')}} ${value}`;
}
