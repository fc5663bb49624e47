import { join } from 'node:path';
import { findDbmate, findPsql } from './find-programs.ts';
import type { SampleMigrations } from './sample-migrations.ts';

/** A program that applies the sample migrations to an empty database. */
export interface Contestant {
  readonly name: string;
  /** `undefined`: a Node program, and the first argument is its script. */
  readonly program?: string;
  readonly args: (migrations: SampleMigrations, url: string) => readonly string[];
}

/** Our command, as its package starts it. */
export const APP: string = join(
  import.meta.dirname,
  '../../../../apps/migrator/bin/schema-migrator.cjs',
);

const OURS: Contestant = {
  name: 'schema-migrator',
  args: ({ ours }, url) => [APP, 'up', '--dir', ours, '--database-url', url],
};

const peer = (name: string, folder: keyof SampleMigrations): Contestant => ({
  name,
  args: (migrations, url) => [
    join(import.meta.dirname, 'peers', `${name}.ts`),
    migrations[folder],
    url,
  ],
});

/** Who is there on this machine; the limit, `psql -1`, comes first. */
export function findContestants(): readonly Contestant[] {
  const psql = findPsql();
  const dbmate = findDbmate();
  const quiet = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1'];
  return [
    ...(psql
      ? [
          {
            name: 'psql -1',
            program: psql,
            args: ({ script }: SampleMigrations, url: string) => [
              ...quiet,
              '-1',
              '-f',
              script,
              url,
            ],
          },
          {
            name: 'psql, a transaction per file',
            program: psql,
            args: ({ transactions }: SampleMigrations, url: string) => [
              ...quiet,
              ...['-f', transactions, url],
            ],
          },
        ]
      : []),
    OURS,
    {
      ...OURS,
      name: 'schema-migrator --sync-commit',
      args: (...of) => [...OURS.args(...of), '--sync-commit'],
    },
    ...(dbmate
      ? [
          {
            name: 'dbmate, its binary',
            program: dbmate,
            args: (migrations: SampleMigrations, url: string) => [
              ...['--url', `${url}?sslmode=disable`, '--migrations-dir', migrations.dbmate],
              ...['--no-dump-schema', 'migrate'],
            ],
          },
        ]
      : []),
    peer('node-pg-migrate', 'plain'),
    peer('umzug', 'plain'),
    peer('kysely', 'plain'),
    peer('drizzle', 'drizzle'),
    peer('graphile-migrate', 'graphile'),
    // In its engine alone: without the start of the prisma command, which needs a download.
    peer('prisma', 'plain'),
  ];
}
