import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Artifact, packAll } from '../src/index.ts';
import { fixtureModel, fixtures, options } from './fixture.ts';
import { run } from './run.ts';

/** The service's files, and what makes its tables. */
export const consumer: string = consumerOf('everything');
export const ddl: string = ddlOf('everything');

function consumerOf(fixture: string): string {
  return join(fixtures, fixture, 'consumer');
}

export function ddlOf(fixture: string): string {
  return readFileSync(join(fixtures, fixture, 'up.sql'), 'utf8');
}

/** A service outside this workspace: it has our tarballs and the package index, and nothing else. */
export interface InstalledProject {
  readonly directory: string;
  readonly tarballs: readonly Artifact[];
}

export async function installProject(fixture = 'everything'): Promise<InstalledProject> {
  const directory = await mkdtemp(join(tmpdir(), 'consumer-'));
  cpSync(consumerOf(fixture), directory, { recursive: true });
  const artifacts = await packAll(fixtureModel(fixture), options);
  const tarballs = artifacts.filter(({ format }) => format === 'npm-tarball');
  for (const { filename, bytes } of tarballs) writeFileSync(join(directory, filename), bytes);
  const dependencies = Object.fromEntries(
    tarballs.map(({ name, filename }) => [name, `file:./${filename}`]),
  );
  writeFileSync(
    join(directory, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies }),
  );
  const installed = await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: directory });
  if (installed.exitCode !== 0) throw new Error(installed.stderr);
  return { directory, tarballs };
}

/** Gives how many rows it has found or touched. */
export async function execute(connectionString: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
