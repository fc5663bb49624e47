import type { Run } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { environmentsQuery, planQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { PlanReport } from '../environments/plan-report.tsx';
import { StartRun } from '../environments/start-run.tsx';

/** Takes back what a run has done, where the environment may go down. */
export function RollBack({ run }: { readonly run: Run }) {
  const [isOpen, setOpen] = useState(false);
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const environment = environments.find(({ name }) => name === run.environment);
  if (!environment?.policy.allowDown || !hasMoved(run)) return null;
  return (
    <>
      <button type="button" className="button danger" onClick={() => setOpen(true)}>
        Roll back
      </button>
      {isOpen && <RollBackDialog run={run} onClose={() => setOpen(false)} />}
    </>
  );
}

function RollBackDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }) {
  const { environment: name, result } = run;
  const goal = { direction: 'down', to: result?.fromVersion ?? 'none' } as const;
  const query = useQuery(planQuery(name, goal));
  const steps = query.data?.report.steps ?? [];
  return (
    <StartRun
      name={name}
      heading={`Roll back ${name} to ${goal.to}`}
      verb="Roll back"
      wanted={goal}
      plan={steps.length === 0 ? undefined : query.data}
      onClose={onClose}
    >
      <Loaded query={query} skeleton={<SkeletonBlock height={160} />}>
        {({ currentVersion, report }) => (
          <>
            <p>
              {name} is at {currentVersion ?? 'no version'}.
              {steps.length > 0 &&
                currentVersion !== result?.toVersion &&
                ` What has run since run ${run.id} is taken back, too.`}
            </p>
            <PlanReport report={report} />
          </>
        )}
      </Loaded>
    </StartRun>
  );
}

function hasMoved({ status, direction, dryRun, result }: Run): boolean {
  const goesUp = direction === 'up' || direction === 'retry';
  return goesUp && status === 'success' && !dryRun && (result?.migrations.length ?? 0) > 0;
}
