import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type EnvironmentData, environmentQuery } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/page.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { DriftBadge } from './drift.tsx';

/** So many databases are asked at once; the others where they are looked at. */
const ASKED = 30;

export function NoEnvironments() {
  return (
    <Empty title="No environment is configured">
      <p>
        Name the databases in a file, and the file in <code>ENVIRONMENTS_FILE</code> of the service.
      </p>
    </Empty>
  );
}

interface Listed {
  readonly name: string;
  readonly group: string | null;
  readonly run: string | null;
}

/** Each with where its database stands. */
export function EnvironmentTable({ environments }: { readonly environments: readonly Listed[] }) {
  const asked = environments.slice(0, ASKED);
  const states = useQueries({ queries: asked.map(({ name }) => environmentQuery(name)) });
  return (
    <TableBox>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Environment</th>
            <th scope="col">Version</th>
            <th scope="col">Living versions</th>
            <th scope="col">Pending</th>
            <th scope="col">Structure</th>
            <th scope="col">Run</th>
          </tr>
        </thead>
        <tbody>
          {environments.map(({ name, group, run }, index) => (
            <tr key={name}>
              <th scope="row">
                <Link to="/console/environments/$name" params={{ name }}>
                  {name}
                </Link>
                {group && <span className="soft small"> {group}</span>}
              </th>
              <StateCells
                data={states[index]?.data}
                error={states[index]?.error}
                isAsked={index < ASKED}
              />
              <td>
                {run && (
                  <Link to="/console/runs/$id" params={{ id: run }}>
                    <Badge tone="accent" isLive>
                      {run}
                    </Badge>
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function StateCells({
  data,
  error,
  isAsked,
}: {
  readonly data: EnvironmentData | undefined;
  readonly error: Error | null | undefined;
  readonly isAsked: boolean;
}) {
  if (data === undefined) {
    return (
      <td colSpan={4} className="soft">
        {error?.message ?? (isAsked ? 'Asking the database' : '')}
      </td>
    );
  }
  const served = (data.status.served ?? []).filter(({ state }) => state !== 'ended');
  return (
    <>
      <td className="mono">{data.current ?? <span className="soft">empty</span>}</td>
      <td className="mono">
        {served.length === 0 ? (
          <span className="soft">{data.current ?? 'none'}</span>
        ) : (
          served.map(({ version }) => version).join(', ')
        )}
      </td>
      <td>
        {data.pending.length === 0 ? (
          <span className="soft">none</span>
        ) : (
          <Badge tone="warn">
            {data.pending.length} to {data.target}
          </Badge>
        )}
      </td>
      <td>
        <DriftBadge drift={data.drift} />
      </td>
    </>
  );
}
