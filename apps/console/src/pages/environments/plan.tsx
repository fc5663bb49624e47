import { endpoints } from 'virtual:endpoints';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import {
  type EnvironmentData,
  type PlanGoal,
  planQuery,
  versionsQuery,
} from '../../api/queries.ts';
import type { PlanRecord } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { Badge } from '../../parts/badge.tsx';
import { CodeBlock } from '../../parts/code.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Failure, useAct } from '../../parts/failure.tsx';
import { Empty, Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';

interface PlanProps {
  readonly name: string;
  readonly state: EnvironmentData;
}

/** What a run would do now, and where it is started. */
export function Plan({ name, state }: PlanProps) {
  const versions = useQuery(versionsQuery).data?.versions ?? [];
  const [goal, setGoal] = useState<PlanGoal>({ direction: 'up' });
  const { direction, to } = goal;
  // A down has to say where it goes.
  const query = useQuery({
    ...planQuery(name, goal),
    enabled: direction === 'up' || to !== undefined,
  });
  const [isStarting, setStarting] = useState(false);
  const steps = query.data?.report.steps ?? [];
  const targets = versions.map(({ version }) => version).toReversed();
  return (
    <Section title="Plan">
      <div className="row">
        <select
          className="input"
          aria-label="Direction"
          value={direction}
          onChange={({ target: { value } }) =>
            setGoal({ direction: value === 'down' ? 'down' : 'up' })
          }
        >
          <option value="up">Up</option>
          {state.policy.allowDown && <option value="down">Down, back</option>}
        </select>
        <select
          className="input"
          aria-label="Version to go to"
          value={to ?? ''}
          onChange={({ target: { value } }) =>
            setGoal({ direction, ...(value === '' ? {} : { to: value }) })
          }
        >
          <option value="">{direction === 'up' ? 'to the latest' : 'to version'}</option>
          {targets.map((version) => (
            <option key={version}>{version}</option>
          ))}
          {direction === 'down' && <option value="none">none</option>}
        </select>
        <button
          type="button"
          className="button primary"
          disabled={steps.length === 0}
          onClick={() => setStarting(true)}
        >
          Start a run
        </button>
      </div>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isLoading && <SkeletonBlock height={120} />}
      {query.data && <PlanReport report={query.data.report} />}
      {isStarting && query.data && (
        <StartRun
          name={name}
          goal={goal}
          digest={query.data.digest}
          report={query.data.report}
          onClose={() => setStarting(false)}
        />
      )}
    </Section>
  );
}

const rollbacks = { instant: 'good', lossy: 'warn', impossible: 'bad' } as const;

function PlanReport({ report }: { readonly report: PlanRecord }) {
  const { steps, losses } = report;
  if (steps.length === 0) return <Empty title="Nothing is to be done" />;
  return (
    <div className="stack">
      {losses.length > 0 && (
        <div className="failure">
          <h3>What would be lost</h3>
          <ul>
            {losses.map((loss) => {
              const text = lossText(loss);
              return <li key={text}>{text}</li>;
            })}
          </ul>
        </div>
      )}
      {steps.map((step) => (
        <details key={`${step.migration} ${step.direction}`} className="box">
          <summary className="summary">
            <span className="mono">{step.migration}</span>
            <Badge tone={step.direction === 'up' ? 'accent' : 'warn'}>{step.direction}</Badge>
            {step.phase && <Badge>{step.phase}</Badge>}
            <Badge tone={rollbacks[step.rollback]}>rollback {step.rollback}</Badge>
            <span className="soft small">
              {step.version}, {step.statements} statements
              {step.batches && ', in batches'}
            </span>
          </summary>
          <div className="pad stack">
            {step.locks.length > 0 && (
              <ul className="stack tight">
                {step.locks.map(({ relation, mode, estimatedRows }) => (
                  <li key={`${relation} ${mode}`}>
                    <code>{relation}</code> {mode.toLowerCase()}
                    <span className="soft">
                      {estimatedRows === null ? '' : `, about ${estimatedRows} rows`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
            <CodeBlock text={step.sql} language="sql" />
          </div>
        </details>
      ))}
    </div>
  );
}

function lossText(loss: PlanRecord['losses'][number]): string {
  switch (loss.kind) {
    case 'table':
      return `${loss.count} rows of ${loss.table}`;
    case 'column':
      return `${loss.count} values of ${loss.table}.${loss.column}`;
    case 'statement':
      return `what ${loss.statement} does (${loss.path}:${loss.line}), which cannot be counted`;
  }
}

interface StartRunProps {
  readonly name: string;
  readonly goal: PlanGoal;
  readonly digest: string;
  readonly report: PlanRecord;
  readonly onClose: () => void;
}

/** Starts just the plan that was looked at, by who types the environment's name. */
function StartRun({ name, goal, digest, report, onClose }: StartRunProps) {
  const [typed, setTyped] = useState('');
  const [mayLose, setMayLose] = useState(false);
  const { act, isBusy, failure } = useAct();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const id = useId();
  const { losses, steps } = report;
  const start = async () => {
    const body = {
      ...{ direction: goal.direction, plan: digest },
      ...(goal.to === undefined ? {} : { to: goal.to }),
      ...(mayLose ? { options: { allowDataLoss: true } } : {}),
    };
    const run = await request().json(endpoints.startRun, { params: { name }, body });
    void queryClient.invalidateQueries({ queryKey: ['runs'] });
    await navigate({ to: '/console/runs/$id', params: { id: run.id } });
  };
  return (
    <Dialog title={`Start a run in ${name}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act(start);
        }}
      >
        <h2>
          {steps.length} {steps.length === 1 ? 'migration' : 'migrations'}{' '}
          {goal.direction === 'up' ? 'up' : 'down'} in {name}
        </h2>
        {losses.length > 0 && (
          <label className="row">
            <input
              type="checkbox"
              checked={mayLose}
              onChange={({ target: { checked } }) => setMayLose(checked)}
            />
            Let it remove {losses.map(lossText).join(', ')}
          </label>
        )}
        <div className="field">
          <label htmlFor={id}>
            Type <strong>{name}</strong> to start it
          </label>
          <input
            id={id}
            className="input"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target: { value } }) => setTyped(value)}
          />
        </div>
        {failure}
        <div className="acts">
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={typed !== name || isBusy || (losses.length > 0 && !mayLose)}
          >
            Start
          </button>
        </div>
      </form>
    </Dialog>
  );
}
