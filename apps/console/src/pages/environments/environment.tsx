import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type EnvironmentData, environmentQuery, runsQuery } from '../../api/queries.ts';
import type { HistoryRecord } from '../../api/records.ts';
import { Badge, StatusBadge } from '../../parts/badge.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Page, Section } from '../../parts/page.tsx';
import { SkeletonBlock, SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { durationText, Moment } from '../../parts/time.tsx';
import { RunTable } from '../runs/run-table.tsx';
import { DriftBadge, DriftList } from './drift.tsx';
import { LivingVersions } from './living-versions.tsx';
import { Plan } from './plan.tsx';

const HISTORY = 20;

/** A database: where it stands, what could be done, and what was. */
export function EnvironmentPage() {
  const { name } = useParams({ from: '/console/environments/$name' });
  const query = useQuery(environmentQuery(name));
  return (
    <Page
      title={name}
      beside={query.data?.group && <Badge>{query.data.group}</Badge>}
      actions={
        query.data?.run && (
          <Link to="/console/runs/$id" params={{ id: query.data.run }} className="button primary">
            Follow run {query.data.run}
          </Link>
        )
      }
    >
      <Loaded query={query} skeleton={<SkeletonBlock height={420} />}>
        {(state) => (
          <>
            <State state={state} />
            {state.drift.differences.length > 0 && (
              <Section title="Differences from the version">
                <DriftList drift={state.drift} />
              </Section>
            )}
            <LivingVersions name={name} allowDown={state.policy.allowDown} />
            <Plan name={name} state={state} />
            <Runs name={name} />
            <History history={state.history} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function State({ state }: { readonly state: EnvironmentData }) {
  const { current, target, pending, drift, policy, status } = state;
  const served = (status.served ?? []).filter((one) => one.state !== 'ended');
  return (
    <dl className="box tiles">
      <div>
        <dt>Version</dt>
        <dd className="large mono-title">{current ?? 'empty'}</dd>
      </div>
      <div>
        <dt>Pending</dt>
        <dd className="large">{pending.length}</dd>
        <dd className="soft small">
          {pending.length === 0 ? `${target ?? 'nothing'} is the target` : `to ${target}`}
        </dd>
      </div>
      <div>
        <dt>Structure</dt>
        <dd>
          <DriftBadge drift={drift} />
        </dd>
      </div>
      <div>
        <dt>Living versions</dt>
        <dd className="row">
          {served.length === 0 ? (
            <span className="soft">the tables themselves</span>
          ) : (
            served.map(({ version, state: stands, endsOn }) => (
              <Badge key={version} tone={stands === 'open' ? 'good' : 'warn'}>
                {version} {endsOn ? `until ${endsOn}` : stands}
              </Badge>
            ))
          )}
        </dd>
      </div>
      <div>
        <dt>Clients that work</dt>
        <dd className="mono">
          {status.clients?.accepted.join(', ') || <span className="soft">not known</span>}
        </dd>
      </div>
      <div>
        <dt>Policy</dt>
        <dd className="small">
          {[
            policy.approval ? 'needs approval' : 'no approval',
            policy.allowDown ? 'may go down' : 'never down',
            policy.windows.length > 0 ? `${policy.windows.length} windows` : 'at any time',
          ].join(', ')}
        </dd>
      </div>
    </dl>
  );
}

function Runs({ name }: { readonly name: string }) {
  const query = useInfiniteQuery(runsQuery({ environment: name, limit: 10 }));
  return (
    <Section title="Runs">
      {query.data === undefined && query.isPending ? (
        <SkeletonRows rows={3} />
      ) : (
        <RunTable
          runs={query.data?.pages.flatMap(({ runs }) => runs) ?? []}
          error={query.error}
          retry={() => void query.refetch()}
          isOfOne
        />
      )}
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
          Earlier runs
        </button>
      )}
    </Section>
  );
}

/** What the database's own ledger has. */
function History({ history }: { readonly history: readonly HistoryRecord[] }) {
  const [isWhole, setWhole] = useState(false);
  if (history.length === 0) {
    return (
      <Section title="History">
        <Empty title="No migration was applied yet" />
      </Section>
    );
  }
  return (
    <Section title="History">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Migration</th>
              <th scope="col">Version</th>
              <th scope="col">Direction</th>
              <th scope="col">Status</th>
              <th scope="col">At</th>
              <th scope="col">By</th>
              <th scope="col">Took</th>
            </tr>
          </thead>
          <tbody>
            {history.slice(0, isWhole ? history.length : HISTORY).map((row) => (
              <tr key={row.id}>
                <th scope="row" className="mono">
                  {row.migration}
                  {row.error && (
                    <p className="small error-text">
                      {row.error.message}
                      {row.error.statement !== undefined && ` (statement ${row.error.statement})`}
                    </p>
                  )}
                </th>
                <td className="mono">{row.version}</td>
                <td>{row.direction}</td>
                <td>
                  <StatusBadge status={row.status} />
                </td>
                <td>
                  <Moment at={row.startedAt} />
                </td>
                <td>{row.osUser ?? row.databaseUser}</td>
                <td className="number nowrap">
                  {row.durationMs === null ? '' : durationText(row.durationMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {!isWhole && history.length > HISTORY && (
        <button type="button" className="button" onClick={() => setWhole(true)}>
          All {history.length}
        </button>
      )}
    </Section>
  );
}
