import type { MigrationEffects } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { migrationEffectsQuery, migrationsQuery } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { CodeBlock } from '../../parts/code.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';

/** The SQL that belongs to a version: how databases come to it, and how they leave it. */
export function VersionMigrations() {
  const { version } = useParams({ from: '/console/versions/$version' });
  const list = useQuery(migrationsQuery(version));
  const effects = useQuery(migrationEffectsQuery(version)).data?.migrations ?? [];
  return (
    <div className="page">
      <Loaded query={list} skeleton={<SkeletonRows rows={3} height={44} />}>
        {({ migrations, repeatables = [] }) =>
          migrations.length + repeatables.length === 0 ? (
            <Empty title="Databases need no migration for this version" />
          ) : (
            <div className="stack">
              {migrations.map(({ id, up, down, checksums }, index) => (
                <details key={id} className="box" open={index === 0}>
                  <summary className="summary">
                    <span className="mono">{id}</span>
                    <EffectBadges effects={effects.find((one) => one.id === id)} />
                  </summary>
                  <div className="pad stack">
                    <Locks effects={effects.find((one) => one.id === id)} />
                    <h2>Up</h2>
                    <CodeBlock text={up} language="sql" />
                    <h2>Down</h2>
                    {down === null ? (
                      <p className="soft">There is none: no database comes back this way.</p>
                    ) : (
                      <CodeBlock text={down} language="sql" />
                    )}
                    <p className="soft small mono">sha256 {checksums.up}</p>
                  </div>
                </details>
              ))}
              {repeatables.map(({ name, sql }) => (
                <details key={name} className="box">
                  <summary className="summary">
                    <span className="mono">{name}</span>
                    <Badge>runs again when it changes</Badge>
                  </summary>
                  <div className="pad">
                    <CodeBlock text={sql} language="sql" />
                  </div>
                </details>
              ))}
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

type Effects = MigrationEffects['migrations'][number] | undefined;

const rollbacks = { instant: 'good', lossy: 'warn', impossible: 'bad' } as const;

function EffectBadges({ effects }: { readonly effects: Effects }) {
  if (!effects) return null;
  return (
    <>
      {effects.phase && <Badge tone="accent">{effects.phase}</Badge>}
      <Badge tone={rollbacks[effects.rollback]}>rollback {effects.rollback}</Badge>
      {!effects.transactional && <Badge>statement by statement</Badge>}
      <span className="soft small">
        {effects.statements} {effects.statements === 1 ? 'statement' : 'statements'}
      </span>
    </>
  );
}

function Locks({ effects }: { readonly effects: Effects }) {
  if (!effects || effects.locks.length === 0) return null;
  return (
    <TableBox>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Lock</th>
            <th scope="col">Waits meanwhile</th>
          </tr>
        </thead>
        <tbody>
          {effects.locks.map(({ relation, mode, blocks }) => (
            <tr key={`${relation} ${mode}`}>
              <th scope="row" className="mono">
                {relation}
              </th>
              <td className="mono">{mode.toLowerCase()}</td>
              <td>
                {blocks === 'nothing' ? (
                  <span className="soft">nothing</span>
                ) : (
                  <Badge tone={blocks === 'reads and writes' ? 'bad' : 'warn'}>{blocks}</Badge>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
