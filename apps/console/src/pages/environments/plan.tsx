import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type EnvironmentData, planQuery, versionsQuery, type WayGoal } from '../../api/queries.ts';
import { Failure } from '../../parts/failure.tsx';
import { Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { PlanReport } from './plan-report.tsx';
import { StartRun } from './start-run.tsx';

interface PlanProps {
  readonly name: string;
  readonly state: EnvironmentData;
}

/** What a run would do now, and where it is started. */
export function Plan({ name, state }: PlanProps) {
  const versions = useQuery(versionsQuery).data?.versions ?? [];
  const [goal, setGoal] = useState<WayGoal>({ direction: 'up' });
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
          heading={`${steps.length} ${steps.length === 1 ? 'migration' : 'migrations'} ${direction} in ${name}`}
          wanted={{ direction, ...(to === undefined ? {} : { to }) }}
          plan={query.data}
          onClose={() => setStarting(false)}
        />
      )}
    </Section>
  );
}
