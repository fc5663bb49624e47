import { endpoints } from 'virtual:endpoints';
import type { EnvironmentVersions } from '@schema-service/api-contract';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { currentTokenQuery, planQuery } from '../../api/queries.ts';
import type { PlanRecord } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useToken } from '../../api/session.ts';
import { ConfirmByName } from '../../parts/confirm-by-name.tsx';
import { Failure } from '../../parts/failure.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { StartRun } from './start-run.tsx';

type Act = 'retire' | 'contract' | 'abandon';

const DAY_MS = 86_400_000;

/** Whether the token of this tab may start runs in an environment. */
export function useMayMigrate(name: string): boolean {
  const token = useToken();
  const { data } = useQuery({ ...currentTokenQuery, enabled: token !== null });
  const good: readonly string[] = ['admin', 'migrate:*', `migrate:${name}`];
  return token !== null && (data?.scopes.some((scope) => good.includes(scope)) ?? false);
}

interface VersionActionsProps {
  /** The environment. */
  readonly name: string;
  readonly version: string;
  /** All that the database serves or opens, lowest first. */
  readonly versions: EnvironmentVersions['versions'];
  readonly allowDown: boolean;
}

/** What can be done with one of several versions: the highest is taken back, the others end. */
export function VersionActions({ name, version, versions, allowDown }: VersionActionsProps) {
  const [act, setAct] = useState<Act>();
  const isHighest = versions.at(-1)?.version === version;
  const open = versions.findLast(({ state }) => state !== 'opening')?.version;
  const acts: readonly Act[] = isHighest
    ? versions.length > 1 && allowDown
      ? ['abandon']
      : []
    : version === open
      ? []
      : ['retire', 'contract'];
  const of = { name, version, onClose: () => setAct(undefined) };
  return (
    <div className="row">
      {acts.map((one) => (
        <button
          key={one}
          type="button"
          className={one === 'retire' ? 'button small' : 'button small danger'}
          onClick={() => setAct(one)}
        >
          {labels[one]} {version}
        </button>
      ))}
      {act === 'retire' && <Retire {...of} />}
      {act === 'contract' && <End {...of} />}
      {act === 'abandon' && <Abandon {...of} />}
    </div>
  );
}

const labels = { retire: 'Retire', contract: 'End', abandon: 'Abandon' } as const;

interface ActProps {
  readonly name: string;
  readonly version: string;
  readonly onClose: () => void;
}

function Retire({ name, version, onClose }: ActProps) {
  const [on, setOn] = useState('');
  const [message, setMessage] = useState('');
  const queryClient = useQueryClient();
  const day = useId();
  const text = useId();
  const retire = async () => {
    const body = { on, ...(message.trim() === '' ? {} : { message: message.trim() }) };
    await request().json(endpoints.retireVersion, { params: { name, version }, body });
    void queryClient.invalidateQueries({ queryKey: ['environments', name] });
    onClose();
  };
  return (
    <ConfirmByName
      name={name}
      title={`Retire ${version} in ${name}`}
      heading={`${version} ends in ${name}`}
      verb="Retire"
      isReady={on !== ''}
      onConfirm={retire}
      onClose={onClose}
    >
      <p className="soft">
        Its clients are told so, and refused from that day on. Nothing is taken away.
      </p>
      <Field id={day} label="The first day on which it has ended">
        <input
          id={day}
          type="date"
          className="input"
          value={on}
          onChange={({ target: { value } }) => setOn(value)}
        />
      </Field>
      <Field id={text} label="What they are told beside that">
        <input
          id={text}
          className="input"
          maxLength={1000}
          placeholder="Ask the schema team."
          value={message}
          onChange={({ target: { value } }) => setMessage(value)}
        />
      </Field>
    </ConfirmByName>
  );
}

const quiets = { 'a week': 7 * DAY_MS, 'a day': DAY_MS, 'an hour': DAY_MS / 24 } as const;
const brownouts = { no: 0, 'for 1 minute': 60_000, 'for 10 minutes': 600_000 } as const;

function End({ name, version, onClose }: ActProps) {
  const [quietMs, setQuiet] = useState<number>(quiets['a week']);
  const [brownoutMs, setBrownout] = useState<number>(0);
  const query = useQuery(planQuery(name, { direction: 'contract', version, quietMs }));
  return (
    <StartRun
      name={name}
      heading={`End ${version} in ${name}`}
      verb="End"
      wanted={{
        ...{ direction: 'contract', version },
        options: { quietMs, ...(brownoutMs > 0 ? { brownoutMs } : {}) },
      }}
      plan={query.data}
      onClose={onClose}
    >
      <p className="soft">
        What {version} and the versions below it alone need is removed, and their clients find
        nothing any more. It is refused while somebody uses one of them.
      </p>
      <Choice
        label="A hello of a client counts as use for"
        choices={quiets}
        value={quietMs}
        onChange={setQuiet}
      />
      <Choice
        label="Shut its clients out first, to see whether anybody is heard of"
        choices={brownouts}
        value={brownoutMs}
        onChange={setBrownout}
      />
      <Planned query={query} />
    </StartRun>
  );
}

function Abandon({ name, version, onClose }: ActProps) {
  const goal = { direction: 'abandon', version } as const;
  const query = useQuery(planQuery(name, goal));
  return (
    <StartRun
      name={name}
      heading={`Take ${version} back in ${name}`}
      verb="Abandon"
      wanted={goal}
      plan={query.data}
      onClose={onClose}
    >
      <p className="soft">
        Clients of the versions below go on. What only {version} could hold is lost.
      </p>
      <Planned query={query} />
    </StartRun>
  );
}

type PlannedQuery = UseQueryResult<{ readonly digest: string; readonly report: PlanRecord }>;

function Planned({ query }: { readonly query: PlannedQuery }) {
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonBlock height={60} />;
  const { steps } = query.data.report;
  return (
    <details>
      <summary>
        {steps.length} {steps.length === 1 ? 'migration' : 'migrations'}
      </summary>
      <ul className="mono">
        {steps.map(({ migration, direction }) => (
          <li key={migration}>
            {migration} {direction}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Field({
  id,
  label,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly choices: Readonly<Record<string, number>>;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Choice({ label, choices, value, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <select
        id={id}
        className="input"
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {Object.entries(choices).map(([text, ms]) => (
          <option key={text} value={ms}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}
