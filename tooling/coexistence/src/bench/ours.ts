import { NAME } from '../derived-migrations.ts';
import { type MigratorEvent, type MigratorRun, runMigrator } from '../run-migrator.ts';
import type { Contender, PhaseSpan } from './contender.ts';

/** Our migrator, with a folder of the migrations of both versions. */
export const ours = (folder: string): Contender => ({
  name: 'schema-migrator',
  schemas: { older: `${NAME}_1_0_0`, newer: `${NAME}_2_0_0` },
  install: async (connectionString) => {
    await migrate(connectionString, folder, ['up', '--to', '1.0.0']);
  },
  open: async (connectionString) => ({
    phases: spansOf((await migrate(connectionString, folder, ['up'])).events),
  }),
  end: async (connectionString) =>
    spansOf(
      (await migrate(connectionString, folder, ['contract', '1.0.0', '--quiet', '1ms'])).events,
    ),
});

export async function migrate(
  connectionString: string,
  folder: string,
  args: readonly string[],
): Promise<MigratorRun> {
  const run = await runMigrator({ args, folder, connectionString });
  if (run.code !== 0) throw new Error(`schema-migrator ${args.join(' ')}\n${run.output}`);
  return run;
}

/** From the beginning of a phase's first migration to the end of its last one. */
export function spansOf(events: readonly MigratorEvent[]): readonly PhaseSpan[] {
  const phases = new Map<string, PhaseSpan>();
  for (const { migration, at } of events) {
    const phase = migration?.split('_')[1];
    if (phase !== undefined) {
      phases.set(phase, { phase, from: phases.get(phase)?.from ?? at, to: at });
    }
  }
  return [...phases.values()];
}
