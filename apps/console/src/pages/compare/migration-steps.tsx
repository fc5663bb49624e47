import type { MigrationStep, VersionDiff } from '@schema-service/api-contract';
import { Badge } from '../../parts/badge.tsx';
import { CodeBlock } from '../../parts/code.tsx';
import { Empty, Section } from '../../parts/page.tsx';

/** The scripts that bring a database from one version to the other, and back. */
export function MigrationSteps({ diff }: { readonly diff: VersionDiff }) {
  return (
    <div className="stack wide-gap">
      <Section title={`From ${diff.from} to ${diff.to}`}>
        <Steps steps={diff.forward} />
      </Section>
      <Section title={`From ${diff.to} back to ${diff.from}`}>
        <Steps steps={diff.reverse} />
      </Section>
    </div>
  );
}

function Steps({ steps }: { readonly steps: readonly MigrationStep[] | null }) {
  if (steps === null) return <Empty title="A version on the way is not published here" />;
  if (steps.length === 0) return <Empty title="Nothing has to be done" />;
  return (
    <div className="stack">
      {steps.map(({ version, id, direction, sql }) => (
        <details key={`${id} ${direction}`} className="box" open={steps.length < 4}>
          <summary className="summary">
            <span className="mono">{id}</span>
            <Badge tone={direction === 'up' ? 'accent' : 'warn'}>{direction}</Badge>
            <span className="soft small">{version}</span>
          </summary>
          <div className="pad">
            {sql === null ? (
              <p className="soft">The migration has no down: no database comes this way.</p>
            ) : (
              <CodeBlock text={sql} language="sql" />
            )}
          </div>
        </details>
      ))}
    </div>
  );
}
