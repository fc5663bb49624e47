import { endpoints } from 'virtual:endpoints';
import type { Rollout, RolloutEnvironmentList } from '@schema-service/api-contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { rolloutEnvironmentsQuery, rolloutQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { StatusBadge } from '../../parts/badge.tsx';
import { useAct } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { Moment } from '../../parts/time.tsx';

/** Asked again while it goes on: a rollout has no events of its own. */
const AGAIN_MS = 2_000;

/** One version for many databases, as a grid: a square each. */
export function RolloutPage() {
  const { id } = useParams({ from: '/console/rollouts/$id' });
  const query = useQuery({
    ...rolloutQuery(id),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? AGAIN_MS : false),
  });
  const environments = useQuery({
    ...rolloutEnvironmentsQuery(id),
    refetchInterval: query.data?.status === 'running' ? AGAIN_MS : false,
  });
  return (
    <Page
      title={`Rollout ${id}`}
      beside={query.data && <StatusBadge status={query.data.status} />}
      actions={query.data && <Actions rollout={query.data} />}
    >
      <Loaded query={query} skeleton={<SkeletonBlock height={120} />}>
        {({ group, to, status, startedBy, createdAt, stage, stages, counts, ...rest }) => (
          <dl className="box tiles">
            <div>
              <dt>Group</dt>
              <dd>{group}</dd>
            </div>
            <div>
              <dt>To</dt>
              <dd className="mono">{to}</dd>
            </div>
            <div>
              <dt>Stage</dt>
              <dd>
                {Math.min(stage + 1, stages.length)} of {stages.length}
              </dd>
            </div>
            <div>
              <dt>Done, failed, left</dt>
              <dd>
                {counts.success}, {counts.failed}, {counts.waiting + counts.running}
              </dd>
            </div>
            <div>
              <dt>At once, may fail</dt>
              <dd>
                {rest.concurrency}, {rest.failureBudget}
              </dd>
            </div>
            {rest.pausedUntil !== null && status === 'running' && (
              <div>
                <dt>The next stage begins</dt>
                <dd>
                  <Moment at={rest.pausedUntil} />
                </dd>
              </div>
            )}
            <div>
              <dt>Started</dt>
              <dd>
                {startedBy}, <Moment at={createdAt} />
              </dd>
            </div>
          </dl>
        )}
      </Loaded>
      <Section title="Databases">
        <Loaded query={environments} skeleton={<SkeletonBlock height={160} />}>
          {(all) => (
            <div className="stack">
              {(query.data?.stages ?? []).map((counts, stage) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its number
                <div key={stage} className="stack tight">
                  <h3 className="small">
                    Stage {stage + 1}{' '}
                    <span className="soft">
                      {counts.success} of {totalOf(counts)}
                    </span>
                  </h3>
                  <Squares environments={all.filter((one) => one.stage === stage)} />
                </div>
              ))}
            </div>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

type Environment = RolloutEnvironmentList['environments'][number];

function Squares({ environments }: { readonly environments: readonly Environment[] }) {
  return (
    <ol className="grid">
      {environments.map(({ environment, status, run, error }) => {
        const label = `${environment}: ${status}${error ? `, ${error.message}` : ''}`;
        const text = <span className="visually-hidden">{label}</span>;
        return (
          <li key={environment} className={status} title={label}>
            {run === null ? (
              <Link to="/console/environments/$name" params={{ name: environment }}>
                {text}
              </Link>
            ) : (
              <Link to="/console/runs/$id" params={{ id: run }}>
                {text}
              </Link>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const totalOf = (counts: Rollout['counts']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function Actions({ rollout: { id, status } }: { readonly rollout: Rollout }) {
  const queryClient = useQueryClient();
  const { act, isBusy, failure } = useAct();
  const ask = (
    endpoint:
      | typeof endpoints.pauseRollout
      | typeof endpoints.cancelRollout
      | typeof endpoints.resumeRollout,
  ) =>
    void act(async () => {
      await request().json(endpoint, { params: { id } });
      await queryClient.invalidateQueries({ queryKey: ['rollouts', id] });
    });
  return (
    <>
      {status === 'running' && (
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => ask(endpoints.pauseRollout)}
        >
          Pause
        </button>
      )}
      {(status === 'running' || status === 'stopped') && (
        <button
          type="button"
          className="button danger"
          disabled={isBusy}
          onClick={() => ask(endpoints.cancelRollout)}
        >
          Cancel
        </button>
      )}
      {(status === 'stopped' || status === 'failed') && (
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() => ask(endpoints.resumeRollout)}
        >
          Go on
        </button>
      )}
      {failure}
    </>
  );
}
