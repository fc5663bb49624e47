import { useQuery } from '@tanstack/react-query';
import { environmentVersionsQuery } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Section } from '../../parts/page.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { Ago } from '../../parts/time.tsx';

const tones = { opening: 'accent', open: 'good', retiring: 'warn', ended: 'plain' } as const;

/** The versions that clients find side by side in a database, who uses each, and what waits for them. Nothing where there is one. */
export function LivingVersions({ name }: { readonly name: string }) {
  const { data } = useQuery(environmentVersionsQuery(name));
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
            </tr>
          </thead>
          <tbody>
            {alive.map(({ version, state, schema, endsOn, message, users, progress }) => (
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
                </td>
                <td className="mono">{schema ?? <span className="soft">the tables</span>}</td>
                <td>
                  {users.length === 0 ? (
                    <span className="soft">nobody of late</span>
                  ) : (
                    <ul>
                      {users.map(({ who, evidence, last }) => (
                        <li key={`${who} ${evidence}`}>
                          {who}{' '}
                          <span className="soft small">
                            {evidence} {last && <Ago at={last} />}
                          </span>
                        </li>
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {data.contracts.map(({ migration, ends, usedBy }) => (
        <p key={migration} className="soft">
          <code>{migration}</code> waits until nobody uses {ends.join(' and ')}
          {usedBy.length > 0 && `: ${usedBy.join(', ')} still do`}.
        </p>
      ))}
    </Section>
  );
}
