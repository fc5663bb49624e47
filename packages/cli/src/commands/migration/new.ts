import { EXIT, type ExitCode } from '@schema-service/command-line';
import type { CommandContext } from '../../command-context.ts';
import {
  type CreatedMigrations,
  type CreateMigrationsOptions,
  createMigrations,
} from '../../migrations/create-migrations.ts';
import { sharedServer } from '../../migrations/throwaway-server.ts';
import { readSchemas } from '../../repository/read-schemas.ts';

export interface NewMigrationOptions extends Omit<CreateMigrationsOptions, 'server'> {
  /** A server of our own where none is named. */
  readonly server: string | undefined;
}

/** `schemactl migration new`: writes the migrations that the working schema needs. */
export async function newMigration(
  context: CommandContext,
  { server: url, ...options }: NewMigrationOptions,
): Promise<ExitCode> {
  await using server = sharedServer(url);
  const schemas = await readSchemas(context);
  const created = await createMigrations(context, schemas, { ...options, server });
  context.output.result(created, () => created.migrations.map(({ folder }) => folder).join('\n'));
  for (const line of createdNotes(created)) context.output.note(line);
  return EXIT.ok;
}

/** What a person should know of migrations that were just written. */
export function createdNotes({ migrations, renames }: CreatedMigrations): readonly string[] {
  if (migrations.length === 0) return ['The database does not change: no migration is needed.'];
  return [
    ...migrations.flatMap(({ folder, rollback, notes }) => [
      `${folder}: going back ${rollbackWords[rollback]}.`,
      ...notes.map((note) => `  note: ${note}`),
    ]),
    ...renames.map(
      ({ from, to, location }) =>
        `${location.file}:${location.line}: says now that ${to} is renamed from ${from}.`,
    ),
  ];
}

const rollbackWords = {
  instant: 'loses nothing',
  lossy: 'loses data',
  impossible: 'is impossible',
} as const;
