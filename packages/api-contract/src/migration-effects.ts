import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Version, VersionReference } from './version.ts';

/** What the migrations of a version will do to whoever uses a database meanwhile, by their text alone. */
export const MigrationEffects = Type.Object({
  version: Version,
  migrations: Type.Array(
    Type.Object({
      id: Type.String({ description: 'E.g. 005_materialized_views.' }),
      phase: Type.Union(
        [Type.Enum(['expand', 'fill', 'prove', 'bind', 'open', 'contract']), Type.Null()],
        { description: 'Where it stands beside older versions that stay alive, if it says so.' },
      ),
      transactional: Type.Boolean({
        description: 'Whether it runs in one transaction, or statement by statement.',
      }),
      statements: Type.Integer(),
      rollback: Type.Enum(['instant', 'lossy', 'impossible'], {
        description: 'How it could be taken back: at no cost, with a loss of data, or not at all.',
      }),
      locks: Type.Array(
        Type.Object({
          relation: Type.String(),
          mode: Type.String({ description: 'As PostgreSQL calls it: ACCESS EXCLUSIVE.' }),
          blocks: Type.Enum(['nothing', 'schema changes', 'writes', 'reads and writes'], {
            description: 'What of others waits.',
          }),
        }),
        { description: 'On tables that it does not make itself.' },
      ),
    }),
  ),
});
export type MigrationEffects = Static<typeof MigrationEffects>;

export const migrationEffectEndpoints = {
  getMigrationEffects: endpoint('GET', '/migrations/:version/effects', {
    tag: 'migrations',
    summary: "What the version's migrations lock, and how they could be taken back.",
    params: Type.Object({ version: VersionReference }),
    response: MigrationEffects,
    otherAnswers: [304, 307],
    failures: [400, 404, 409],
  }),
} as const;
