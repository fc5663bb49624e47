import { endpoints } from 'virtual:endpoints';
import type { RunRequest } from '@schema-service/api-contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { PlanRecord } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { ConfirmByName } from '../../parts/confirm-by-name.tsx';
import { lossText } from './plan-report.tsx';

interface StartRunProps {
  readonly name: string;
  readonly heading: string;
  readonly verb?: string;
  readonly wanted: RunRequest;
  /** What was looked at, as soon as it is there. */
  readonly plan: { readonly digest: string; readonly report: PlanRecord } | undefined;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Starts just the plan that was looked at, by who types the environment's name. */
export function StartRun({
  name,
  heading,
  verb = 'Start',
  wanted,
  plan,
  onClose,
  children,
}: StartRunProps) {
  const [mayLose, setMayLose] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const losses = plan?.report.losses ?? [];
  const start = async () => {
    const options = { ...wanted.options, ...(mayLose ? { allowDataLoss: true } : {}) };
    const body = { ...wanted, ...(plan ? { plan: plan.digest } : {}), options };
    const run = await request().json(endpoints.startRun, { params: { name }, body });
    void queryClient.invalidateQueries({ queryKey: ['runs'] });
    onClose();
    await navigate({ to: '/console/runs/$id', params: { id: run.id } });
  };
  return (
    <ConfirmByName
      name={name}
      title={`Start a run in ${name}`}
      heading={heading}
      verb={verb}
      isReady={plan !== undefined && (losses.length === 0 || mayLose)}
      onConfirm={start}
      onClose={onClose}
    >
      {children}
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
    </ConfirmByName>
  );
}
