import type { SchemaChange, VersionDiff } from '@schema-service/api-contract';
import { useState } from 'react';
import { AnswerBadge, Badge, SeverityBadge } from '../../parts/badge.tsx';
import { Empty } from '../../parts/page.tsx';

const severities = ['breaking', 'dangerous', 'safe'] as const;

/** The changes by model, the worst first, each with what it means for whom. */
export function Changes({
  diff,
}: {
  readonly diff: Pick<VersionDiff, 'changes' | 'likelyRenames'>;
}) {
  const [shown, setShown] = useState<(typeof severities)[number] | 'all'>('all');
  const { changes, likelyRenames } = diff;
  if (changes.length === 0) {
    return (
      <Empty title="The schemas mean the same">
        <p>Comments and order may differ: see the source.</p>
      </Empty>
    );
  }
  const groups = byModel(changes.filter(({ severity }) => shown === 'all' || severity === shown));
  return (
    <div className="stack">
      <fieldset className="row filters">
        <legend className="visually-hidden">Severity</legend>
        {(['all', ...severities] as const).map((one) => {
          const count = changes.filter(({ severity }) => one === 'all' || severity === one).length;
          return (
            <button
              key={one}
              type="button"
              className="button small"
              aria-pressed={shown === one}
              disabled={count === 0}
              onClick={() => setShown(one)}
            >
              {one} <span className="soft">{count}</span>
            </button>
          );
        })}
      </fieldset>
      {likelyRenames.map(({ from, to, why }) => (
        <div key={from} className="failure notice">
          <p>
            <code>{from}</code> looks as if it is now <code>{to}</code>.
          </p>
          <p className="soft">{why}</p>
        </div>
      ))}
      {groups.map(([model, own]) => (
        <section key={model} className="box change-group" aria-label={model}>
          <h2 className="mono">{model}</h2>
          <ul>
            {own.map((change) => (
              <ChangeRow key={`${change.id} ${change.path}`} change={change} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const clientApis = { same: 'plain', docs: 'plain', added: 'good', breaks: 'bad' } as const;
const bridges = {
  views: 'older clients go on by views',
  twin: 'older clients go on by a second column',
  fill: 'older clients go on by filled values',
  no: 'older clients cannot go on beside newer ones',
} as const;

function ChangeRow({ change }: { readonly change: SchemaChange }) {
  const { id, path, severity, reason, compatibility, bridged } = change;
  const { oldClientReads, oldClientWrites, newClientOnOldDatabase, clientApi } = compatibility;
  return (
    <li className="change">
      <div className="row">
        <code>{path}</code>
        <span className="soft">
          {id.toLowerCase().replaceAll('_', ' ')}
          {id.endsWith('_RENAMED') && nameOf(change.previous)}
        </span>
        <span className="end">
          <SeverityBadge severity={severity} />
        </span>
      </div>
      <p>{reason}</p>
      <dl className="answers">
        <div>
          <dt>Old clients read</dt>
          <dd>
            <AnswerBadge answer={oldClientReads} />
          </dd>
        </div>
        <div>
          <dt>Old clients write</dt>
          <dd>
            <AnswerBadge answer={oldClientWrites} />
          </dd>
        </div>
        <div>
          <dt>New clients on the old database</dt>
          <dd>
            <AnswerBadge answer={newClientOnOldDatabase} />
          </dd>
        </div>
        <div>
          <dt>Client's types</dt>
          <dd>
            <Badge tone={clientApis[clientApi]}>{clientApi}</Badge>
          </dd>
        </div>
        {severity !== 'safe' && (
          <div>
            <dt>Side by side</dt>
            <dd className="small">{bridges[bridged]}</dd>
          </div>
        )}
      </dl>
    </li>
  );
}

/** Of what was renamed, the name before. */
function nameOf(previous: unknown): string {
  const { name } = Object(previous);
  return typeof name === 'string' ? `, was ${name}` : '';
}

type Group = readonly [string, readonly SchemaChange[]];

/** Of each the worst first, and the model with the worst first. */
function byModel(changes: readonly SchemaChange[]): readonly Group[] {
  const rank = ({ severity }: SchemaChange) => severities.indexOf(severity);
  const groups = Object.entries(
    Object.groupBy(changes, ({ path }) => path.split('.', 1)[0] ?? path),
  ).map(([model, own = []]): Group => [model, own.toSorted((a, b) => rank(a) - rank(b))]);
  const worst = ([, own]: Group) => Math.min(...own.map(rank));
  return groups.toSorted((a, b) => worst(a) - worst(b) || (a[0] < b[0] ? -1 : 1));
}
