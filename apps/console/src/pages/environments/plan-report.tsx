import type { PlanRecord } from '../../api/records.ts';
import { Badge } from '../../parts/badge.tsx';
import { CodeBlock } from '../../parts/code.tsx';
import { Empty } from '../../parts/page.tsx';

const rollbacks = { instant: 'good', lossy: 'warn', impossible: 'bad' } as const;

/** What a run would do: what is lost, and each migration with its locks and its SQL. */
export function PlanReport({ report }: { readonly report: PlanRecord }) {
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
              {step.version}, {step.statements} {step.statements === 1 ? 'statement' : 'statements'}
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

export function lossText(loss: PlanRecord['losses'][number]): string {
  switch (loss.kind) {
    case 'table':
      return `${loss.count} rows of ${loss.table}`;
    case 'column':
      return `${loss.count} values of ${loss.table}.${loss.column}`;
    case 'statement':
      return `what ${loss.statement} does (${loss.path}:${loss.line}), which cannot be counted`;
  }
}
