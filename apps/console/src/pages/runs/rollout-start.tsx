import { endpoints } from 'virtual:endpoints';
import type { RolloutRequest } from '@schema-service/api-contract';
import { stageSizes } from '@schema-service/api-contract/stage-sizes';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import {
  environmentQuery,
  environmentsQuery,
  planQuery,
  versionsQuery,
} from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { ConfirmByName } from '../../parts/confirm-by-name.tsx';
import { Failure } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Page, Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { PlanReport } from '../environments/plan-report.tsx';
import { readStages } from './rollout-stages.ts';

/** So many databases are asked where they stand. */
const ASKED = 30;

/** Where one version for many databases is put together, looked at and started. */
export function RolloutStart() {
  const environments = useQuery(environmentsQuery);
  const versions = useQuery(versionsQuery);
  return (
    <Page title="Start a rollout">
      <Loaded query={environments} skeleton={<SkeletonBlock height={320} />}>
        {({ environments: all }) => {
          const groups = groupsOf(all);
          if (groups.size === 0) return <NoGroups />;
          return (
            <Loaded query={versions} skeleton={<SkeletonBlock height={320} />}>
              {({ versions: published }) => (
                <RolloutForm
                  groups={groups}
                  versions={published.map(({ version }) => version).toReversed()}
                />
              )}
            </Loaded>
          );
        }}
      </Loaded>
    </Page>
  );
}

function NoGroups() {
  return (
    <Empty title="No environment is in a group">
      <p>
        Say <code>"group": "eu"</code> of environments in the file of <code>ENVIRONMENTS_FILE</code>
        , and start the service again.
      </p>
    </Empty>
  );
}

function groupsOf(
  environments: readonly { readonly name: string; readonly group: string | null }[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { name, group } of environments) {
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return groups;
}

interface RolloutFormProps {
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** The highest first. */
  readonly versions: readonly string[];
}

function RolloutForm({ groups, versions }: RolloutFormProps) {
  const search = useSearch({ from: '/console/rollouts/new' });
  const navigate = useNavigate({ from: '/console/rollouts/new' });
  const [firstGroup = ''] = groups.keys();
  const group = search.group !== undefined && groups.has(search.group) ? search.group : firstGroup;
  const to = search.to ?? versions[0] ?? '';
  const members = groups.get(group) ?? [];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [head, setHead] = useState('');
  const [stagesText, setStagesText] = useState('1, 10%, rest');
  const [options, setOptions] = useState({ concurrency: '4', failureBudget: '0', pause: '0s' });
  const [isStarting, setStarting] = useState(false);

  const chosen = members.filter((name) => !left.has(name));
  const ordered = chosen.includes(head) ? [head, ...chosen.filter((one) => one !== head)] : chosen;
  const stages = readStages(stagesText);
  const sizes = stages ? stageSizes(stages, ordered.length) : [];
  const stageOf = new Map(
    sizes
      .flatMap((size, stage) => new Array<number>(size).fill(stage))
      .map((stage, at) => [ordered[at], stage] as const),
  );
  const body: RolloutRequest = {
    to,
    ...(left.size > 0 || ordered[0] !== members[0] ? { environments: [...ordered] } : {}),
    ...(stages ? { stages: [...stages] } : {}),
    concurrency: Number(options.concurrency),
    failureBudget: Number(options.failureBudget),
    pause: options.pause,
  };
  const set = (name: keyof typeof options) => (value: string) =>
    setOptions((all) => ({ ...all, [name]: value }));
  const isWhole = (text: string, least: number) => /^\d{1,4}$/.test(text) && Number(text) >= least;
  const isReady =
    ordered.length > 0 &&
    stages !== undefined &&
    to !== '' &&
    isWhole(options.concurrency, 1) &&
    isWhole(options.failureBudget, 0);
  return (
    <>
      <div className="box pad form-grid">
        <label className="field">
          <span>Group</span>
          <select
            className="input"
            value={group}
            onChange={({ target: { value } }) => {
              setLeft(new Set());
              setHead('');
              void navigate({ search: (all) => ({ ...all, group: value }), replace: true });
            }}
          >
            {[...groups].map(([name, all]) => (
              <option key={name} value={name}>
                {name}, {all.length} {all.length === 1 ? 'database' : 'databases'}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Version to go to</span>
          <select
            className="input"
            value={to}
            onChange={({ target: { value } }) =>
              void navigate({ search: (all) => ({ ...all, to: value }), replace: true })
            }
          >
            {versions.map((version) => (
              <option key={version}>{version}</option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Goes first</span>
          <select
            className="input"
            value={ordered[0] ?? ''}
            onChange={({ target: { value } }) => setHead(value)}
          >
            {chosen.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <Text label="Stages: numbers, parts, rest" value={stagesText} onChange={setStagesText} />
        <Text label="At once" value={options.concurrency} onChange={set('concurrency')} />
        <Text label="May fail" value={options.failureBudget} onChange={set('failureBudget')} />
        <Text label="Pause between stages" value={options.pause} onChange={set('pause')} />
      </div>
      <p role="status" className={stages ? 'soft' : 'error-text'}>
        {stages
          ? sizes.length === 0
            ? 'No database is chosen.'
            : `${ordered.length} databases in stages of ${sizes.join(', then ')}.`
          : 'Stages are written as 1, 10%, rest.'}
      </p>
      <Members
        members={members}
        stageOf={stageOf}
        onChange={(name, isChosen) =>
          setLeft(
            (all) => new Set(isChosen ? [...all].filter((one) => one !== name) : [...all, name]),
          )
        }
      />
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={!isReady}
          onClick={() => setStarting(true)}
        >
          Start the rollout
        </button>
      </div>
      {ordered[0] !== undefined && to !== '' && <FirstPlan name={ordered[0]} to={to} />}
      {isStarting && (
        <StartDialog
          group={group}
          body={body}
          count={ordered.length}
          onClose={() => setStarting(false)}
        />
      )}
    </>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Text({ label, value, onChange }: TextProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}

interface MembersProps {
  readonly members: readonly string[];
  readonly stageOf: ReadonlyMap<string | undefined, number>;
  readonly onChange: (name: string, isChosen: boolean) => void;
}

function Members({ members, stageOf, onChange }: MembersProps) {
  const id = useId();
  const asked = members.slice(0, ASKED);
  const states = useQueries({ queries: asked.map((name) => environmentQuery(name)) });
  return (
    <Section title="Databases">
      <TableBox>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Database</th>
              <th scope="col">Stage</th>
              <th scope="col">Version</th>
            </tr>
          </thead>
          <tbody>
            {members.map((name, at) => {
              const stage = stageOf.get(name);
              const state = states[at];
              return (
                <tr key={name}>
                  <th scope="row">
                    <span className="row">
                      <input
                        id={`${id}${name}`}
                        type="checkbox"
                        checked={stage !== undefined}
                        onChange={({ target: { checked } }) => onChange(name, checked)}
                      />
                      <label htmlFor={`${id}${name}`}>{name}</label>
                      <Link
                        className="soft small"
                        to="/console/environments/$name"
                        params={{ name }}
                      >
                        plan
                        <span className="visually-hidden"> of {name}</span>
                      </Link>
                    </span>
                  </th>
                  <td>{stage === undefined ? '' : stage + 1}</td>
                  <td className="mono">
                    {state?.error ? (
                      <span className="error-text">{state.error.message}</span>
                    ) : (
                      state?.data && (state.data.current ?? <span className="soft">empty</span>)
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableBox>
    </Section>
  );
}

/** What is done to the database that goes first: the others have plans of their own. */
function FirstPlan({ name, to }: { readonly name: string; readonly to: string }) {
  const query = useQuery(planQuery(name, { direction: 'up', to }));
  return (
    <Section title={`Plan of ${name}`}>
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isLoading && <SkeletonBlock height={120} />}
      {query.data && <PlanReport report={query.data.report} />}
    </Section>
  );
}

interface StartDialogProps {
  readonly group: string;
  readonly body: RolloutRequest;
  readonly count: number;
  readonly onClose: () => void;
}

function StartDialog({ group, body, count, onClose }: StartDialogProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const start = async () => {
    const rollout = await request().json(endpoints.startRollout, { params: { group }, body });
    void queryClient.invalidateQueries({ queryKey: ['rollouts'] });
    onClose();
    await navigate({ to: '/console/rollouts/$id', params: { id: rollout.id } });
  };
  return (
    <ConfirmByName
      name={group}
      title={`Start a rollout in ${group}`}
      heading={`${body.to} for ${count} ${count === 1 ? 'database' : 'databases'} of ${group}`}
      verb="Start"
      isReady
      onConfirm={start}
      onClose={onClose}
    />
  );
}
