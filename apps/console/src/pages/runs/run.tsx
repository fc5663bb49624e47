import { endpoints } from 'virtual:endpoints';
import type { Run, RunEvent } from '@schema-service/api-contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { runQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Badge, StatusBadge } from '../../parts/badge.tsx';
import { CodeBlock } from '../../parts/code.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { useAct } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { durationText, Moment } from '../../parts/time.tsx';
import { UsedVersions, usedVersionsOf } from '../../parts/version-users.tsx';
import { RollBack } from './roll-back.tsx';
import {
  type BrownoutState,
  brownoutOf,
  madeOf,
  progressOf,
  type StepProgress,
  useRunEvents,
} from './run-events.ts';
import { tookText, whatText } from './run-table.tsx';

/** A run: what it does as it does it, or how it ended. */
export function RunPage() {
  const { id } = useParams({ from: '/console/runs/$id' });
  const query = useQuery(runQuery(id));
  const events = useRunEvents(id);
  return (
    <Page
      title={`Run ${id}`}
      beside={query.data && <StatusBadge status={query.data.status} />}
      actions={query.data && <Actions run={query.data} />}
    >
      <Loaded query={query} skeleton={<SkeletonBlock height={320} />}>
        {(run) => (
          <>
            <Facts run={run} />
            {run.error && <RunError run={run} />}
            {run.status === 'running' && <Brownout brownout={brownoutOf(events)} />}
            <Section title="Progress">
              <Steps steps={progressOf(run, events)} none={noStepsText(run)} />
            </Section>
            <Made statements={madeOf(events)} />
            <Log events={events} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ run }: { readonly run: Run }) {
  return (
    <dl className="box tiles">
      <div>
        <dt>Environment</dt>
        <dd>
          <Link to="/console/environments/$name" params={{ name: run.environment }}>
            {run.environment}
          </Link>
        </dd>
      </div>
      <div>
        <dt>What</dt>
        <dd>{whatText(run)}</dd>
      </div>
      <div>
        <dt>Started by</dt>
        <dd>{run.startedBy}</dd>
        {run.approvedBy && <dd className="soft small">approved by {run.approvedBy}</dd>}
        {run.cancelledBy && <dd className="soft small">cancelled by {run.cancelledBy}</dd>}
      </div>
      <div>
        <dt>At</dt>
        <dd>
          <Moment at={run.createdAt} />
        </dd>
      </div>
      <div>
        <dt>Took</dt>
        <dd>{tookText(run) || <span className="soft">not ended</span>}</dd>
      </div>
      <div>
        <dt>Waits for</dt>
        <dd>
          {run.status === 'pending' ? (
            (run.waitingFor ?? 'a worker')
          ) : (
            <span className="soft">nothing</span>
          )}
        </dd>
      </div>
    </dl>
  );
}

function RunError({ run: { error } }: { readonly run: Run }) {
  if (!error) return null;
  const { statement, line } = { statement: undefined, line: undefined, ...error.meta };
  const used = usedVersionsOf(error);
  return (
    <div className="failure" role="alert">
      <h2>{used ? error.message.split('\n', 1) : error.message}</h2>
      {used && <UsedVersions used={used} />}
      {error.why && <p className="soft pre-wrap">{error.why}</p>}
      {error.fix && <p className="pre-wrap">{error.fix}</p>}
      <p className="row soft small">
        <code>{error.code}</code>
        {statement !== undefined && <span>statement {String(statement)}</span>}
        {line !== undefined && <span>line {String(line)}</span>}
      </p>
    </div>
  );
}

/** The clients of a version are shut out, until somebody is heard of or the time is over. */
function Brownout({ brownout }: { readonly brownout: BrownoutState | undefined }) {
  if (!brownout) return null;
  const { versions, leftMs, statement } = brownout;
  return (
    <div className="failure notice" role="status">
      <h2>
        {versions.join(', ')} shut out, for {durationText(leftMs)} still
      </h2>
      <p className="soft">
        To see whether anybody is heard of. To end it at once: cancel the run, or{' '}
        <code>{statement}</code>
      </p>
    </div>
  );
}

/** What an adopt has made. */
function Made({ statements }: { readonly statements: readonly string[] }) {
  if (statements.length === 0) return null;
  return (
    <Section title="Made">
      <CodeBlock text={statements.map((one) => `${one};`).join('\n')} language="sql" />
    </Section>
  );
}

function noStepsText({ direction, plan }: Run): string {
  if (direction === 'adopt') return 'It makes views, and runs no migration.';
  return plan ? 'It has no migration to run.' : 'It has no plan yet.';
}

/** What may still be done with it. */
function Actions({ run }: { readonly run: Run }) {
  const { act, isBusy, failure } = useAct();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { id, status, plan, waitingFor } = run;
  const isUnderWay = status === 'pending' || status === 'running';
  const changed = () => queryClient.invalidateQueries({ queryKey: ['run', id] });
  const params = { id };
  return (
    <>
      {waitingFor === 'approval' && plan && (
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() =>
            void act(async () => {
              await request().json(endpoints.approveRun, { params, body: { plan: plan.digest } });
              await changed();
            })
          }
        >
          Approve the plan
        </button>
      )}
      {isUnderWay && (
        <button
          type="button"
          className="button danger"
          disabled={isBusy}
          onClick={() =>
            void act(async () => {
              await request().json(endpoints.cancelRun, { params });
              await changed();
            })
          }
        >
          Cancel
        </button>
      )}
      {(status === 'failed' || status === 'cancelled') && (
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() =>
            void act(async () => {
              const again = await request().json(endpoints.retryRun, { params });
              await navigate({ to: '/console/runs/$id', params: { id: again.id } });
            })
          }
        >
          Retry
        </button>
      )}
      <RollBack run={run} />
      {failure}
    </>
  );
}

const tones = { waiting: 'plain', running: 'accent', done: 'good', failed: 'bad' } as const;

function Steps({
  steps,
  none,
}: {
  readonly steps: readonly StepProgress[];
  readonly none: string;
}) {
  if (steps.length === 0) return <p className="soft">{none}</p>;
  return (
    <ol className="box steps" aria-live="polite">
      {steps.map(
        ({
          migration,
          version,
          direction,
          state,
          statement,
          statements,
          durationMs,
          batches,
          waits,
        }) => {
          const isKnown = batches?.estimatedRows !== null && batches !== undefined;
          const part =
            state === 'done'
              ? 1
              : isKnown && batches.estimatedRows
                ? Math.min(batches.rowsPassed / batches.estimatedRows, 1)
                : statements > 0
                  ? Math.max(statement - 1, 0) / statements
                  : 0;
          return (
            <li key={migration}>
              <div className="row">
                <span className="mono">{migration}</span>
                <span className="soft small">
                  {version} {direction}
                </span>
                <span className="end">
                  <Badge tone={tones[state]} isLive={state === 'running'}>
                    {state}
                  </Badge>
                </span>
              </div>
              <progress value={part} max={1} aria-label={migration} />
              <p className="soft small">
                {[
                  state === 'running' && statement > 0
                    ? `statement ${statement} of ${statements}`
                    : '',
                  batches ? `${batches.rowsPassed} rows gone through` : '',
                  batches?.remainingMs ? `about ${durationText(batches.remainingMs)} left` : '',
                  durationMs === undefined ? '' : `took ${durationText(durationMs)}`,
                  waits ?? '',
                ]
                  .filter((text) => text !== '')
                  .join(', ') || ' '}
              </p>
            </li>
          );
        },
      )}
    </ol>
  );
}

/** Every event, as the API has it. */
function Log({ events }: { readonly events: readonly RunEvent[] }) {
  return (
    <Section
      title="Events"
      beside={
        <span className="end">
          <CopyButton text={events.map((one) => JSON.stringify(one)).join('\n')} label="Copy all" />
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too */}
      <ol className="box log" tabIndex={0}>
        {events.map(({ seq, at, event: { kind, ...rest } }) => (
          <li key={seq}>
            <time dateTime={at} className="soft">
              {new Date(at).toLocaleTimeString()}
            </time>
            <span>{kind}</span>
            <span className="soft detail">{detailText(rest)}</span>
          </li>
        ))}
        {events.length === 0 && <li className="soft">None yet</li>}
      </ol>
    </Section>
  );
}

function detailText(rest: Readonly<Record<string, unknown>>): string {
  return Object.entries(rest)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value) : value}`)
    .join(', ');
}
