import type { Run } from '@schema-service/api-contract';
import { Link } from '@tanstack/react-router';
import { Badge, StatusBadge } from '../../parts/badge.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Empty } from '../../parts/page.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { Ago, durationText } from '../../parts/time.tsx';

interface RunTableProps {
  readonly runs: readonly Run[];
  readonly error: unknown;
  readonly retry: () => void;
  /** Of one environment, which is not said again in each row. */
  readonly isOfOne?: boolean;
}

/** Runs, the newest first. */
export function RunTable({ runs, error, retry, isOfOne = false }: RunTableProps) {
  if (error && runs.length === 0) return <Failure error={error} retry={retry} />;
  if (runs.length === 0) return <Empty title="Nothing has run yet" />;
  return (
    <TableBox>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            {!isOfOne && <th scope="col">Environment</th>}
            <th scope="col">What</th>
            <th scope="col">Status</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <Link to="/console/runs/$id" params={{ id: run.id }}>
                  {run.id}
                </Link>
              </th>
              {!isOfOne && (
                <td>
                  <Link to="/console/environments/$name" params={{ name: run.environment }}>
                    {run.environment}
                  </Link>
                </td>
              )}
              <td className="nowrap">{whatText(run)}</td>
              <td>
                <div className="row">
                  <StatusBadge status={run.status} />
                  {run.status === 'pending' && run.waitingFor && (
                    <Badge tone="warn">waits for {run.waitingFor}</Badge>
                  )}
                </div>
              </td>
              <td>{run.startedBy}</td>
              <td>
                <Ago at={run.createdAt} />
              </td>
              <td className="number nowrap">{tookText(run)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

/** `up to 2.0.0`, `dry run up to 2.0.0`, `contract of 1.1.0` */
export function whatText(run: Run): string {
  return `${run.dryRun ? 'dry run ' : ''}${actText(run)}`;
}

function actText({ direction, to, version, plan }: Run): string {
  const target = to ?? plan?.targetVersion;
  switch (direction) {
    case 'contract':
      return `contract of ${version}`;
    case 'abandon':
      return `abandon ${version}, back to ${target}`;
    default:
      return target ? `${direction} ${direction === 'adopt' ? '' : 'to '}${target}` : direction;
  }
}

export function tookText({ startedAt, finishedAt }: Run): string {
  if (startedAt === null || finishedAt === null) return '';
  return durationText(new Date(finishedAt).getTime() - new Date(startedAt).getTime());
}
