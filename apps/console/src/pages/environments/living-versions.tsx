import type { EnvironmentVersions } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { environmentVersionsQuery } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Section } from '../../parts/page.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { VersionUsers } from '../../parts/version-users.tsx';
import { useMayMigrate, VersionActions } from './version-actions.tsx';

const tones = { opening: 'accent', open: 'good', retiring: 'warn', ended: 'plain' } as const;

/** The versions that clients find side by side in a database, who uses each, and what waits for them. Nothing where there is one. */
export function LivingVersions({
  name,
  allowDown,
}: {
  readonly name: string;
  readonly allowDown: boolean;
}) {
  const { data } = useQuery(environmentVersionsQuery(name));
  const mayMigrate = useMayMigrate(name);
  const alive = data?.versions.filter(({ state }) => state !== 'ended') ?? [];
  if (!data || alive.length === 0) return null;
  return (
    <Section title="Living versions">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">State</th>
              <th scope="col">Schema</th>
              <th scope="col">Used by</th>
              {mayMigrate && (
                <th scope="col">
                  <span className="visually-hidden">Acts</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {alive.map(({ version, state, schema, endsOn, message, brownout, users, progress }) => (
              <tr key={version}>
                <th scope="row" className="mono">
                  {version}
                </th>
                <td>
                  <Badge tone={tones[state]}>{endsOn ? `until ${endsOn}` : state}</Badge>
                  {progress && (
                    <p className="soft small">
                      {progress.applied} of {progress.total} migrations
                    </p>
                  )}
                  {message && <p className="soft small">{message}</p>}
                  {brownout !== null && (
                    <>
                      <Badge tone="bad">shut out</Badge>
                      <p className="soft small">
                        to end that: <code>{brownout};</code>
                      </p>
                    </>
                  )}
                </td>
                <td className="mono">{schema ?? <span className="soft">the tables</span>}</td>
                <td>
                  {users.length === 0 ? (
                    <span className="soft">nobody of late</span>
                  ) : (
                    <VersionUsers users={users} />
                  )}
                </td>
                {mayMigrate && (
                  <td>
                    <VersionActions
                      name={name}
                      version={version}
                      versions={alive}
                      allowDown={allowDown}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {Object.entries(Object.groupBy(data.contracts, waitsFor)).map(([text, contracts = []]) => (
        <details key={text}>
          <summary className="soft">
            {contracts.length} {contracts.length === 1 ? 'contract waits' : 'contracts wait'} {text}
          </summary>
          <ul className="box pad mono">
            {contracts.map(({ migration }) => (
              <li key={migration}>{migration}</li>
            ))}
          </ul>
        </details>
      ))}
    </Section>
  );
}

/** `until nobody uses 2.0.0, as web does` */
function waitsFor({ ends, usedBy }: EnvironmentVersions['contracts'][number]): string {
  const users =
    usedBy.length === 0
      ? ''
      : `, as ${usedBy.join(' and ')} ${usedBy.length === 1 ? 'does' : 'do'}`;
  return `until nobody uses ${ends.join(' or ')}${users}`;
}
