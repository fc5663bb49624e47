import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rolloutsQuery, runsQuery } from '../../api/queries.ts';
import { StatusBadge } from '../../parts/badge.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { Ago } from '../../parts/time.tsx';
import { RunTable } from './run-table.tsx';

/** All runs, and the rollouts that many of them are of. */
export function RunListPage() {
  const query = useInfiniteQuery(runsQuery({ limit: 50 }));
  const rollouts = useQuery(rolloutsQuery).data?.rollouts ?? [];
  return (
    <Page
      title="Runs"
      actions={
        <Link to="/console/rollouts/new" className="button">
          Start a rollout
        </Link>
      }
    >
      {rollouts.length > 0 && (
        <Section title="Rollouts">
          <TableBox>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Rollout</th>
                  <th scope="col">Group</th>
                  <th scope="col">To</th>
                  <th scope="col">Status</th>
                  <th scope="col">Done</th>
                  <th scope="col">When</th>
                </tr>
              </thead>
              <tbody>
                {rollouts.map(({ id, group, to, status, counts, createdAt }) => (
                  <tr key={id}>
                    <th scope="row">
                      <Link to="/console/rollouts/$id" params={{ id }}>
                        {id}
                      </Link>
                    </th>
                    <td>{group}</td>
                    <td className="mono">{to}</td>
                    <td>
                      <StatusBadge status={status} />
                    </td>
                    <td className="number">
                      {counts.success} of {Object.values(counts).reduce((sum, one) => sum + one, 0)}
                    </td>
                    <td>
                      <Ago at={createdAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableBox>
        </Section>
      )}
      {query.data === undefined && query.isPending ? (
        <SkeletonRows rows={8} />
      ) : (
        <RunTable
          runs={query.data?.pages.flatMap(({ runs }) => runs) ?? []}
          error={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
          Earlier runs
        </button>
      )}
    </Page>
  );
}
