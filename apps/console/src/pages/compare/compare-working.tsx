import type { WorkingDiff } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { versionsQuery, workingDiffQuery, workingSchemaQuery } from '../../api/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { CodeBlock } from '../../parts/code.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Section } from '../../parts/page.tsx';
import { SkeletonBlock, SkeletonRows } from '../../parts/skeleton.tsx';
import { Ago, Moment } from '../../parts/time.tsx';
import { Comparison, TextDiff } from './comparison.tsx';

/** What a schema that is in work changes of a version. */
export function CompareWorking() {
  const { from, id } = useParams({ from: '/console/compare/$from/working/$id' });
  const { view } = useSearch({ from: '/console/compare/$from/working/$id' });
  const diff = useQuery(workingDiffQuery(from, id));
  return (
    <Comparison
      title={`${from} to the schema in work`}
      actions={<Chooser from={from} id={id} />}
      view={view}
      tab={(props) => (
        <Link to="/console/compare/$from/working/$id" params={{ from, id }} {...props}>
          {props.children}
        </Link>
      )}
      from={{ kind: 'version', version: from }}
      to={{ kind: 'working', id }}
      diff={diff}
      source={() => (
        <Loaded query={diff} skeleton={<SkeletonBlock height={480} />}>
          {({ sources }) => <TextDiff before={sources.from} after={sources.to} />}
        </Loaded>
      )}
      sql={() => (
        <Loaded query={diff} skeleton={<SkeletonRows rows={4} height={52} />}>
          {({ drafts }) => <Drafts from={from} drafts={drafts} />}
        </Loaded>
      )}
    >
      <SentAs id={id} />
    </Comparison>
  );
}

function Chooser({ from, id }: { readonly from: string; readonly id: string }) {
  const navigate = useNavigate();
  const versions = useQuery(versionsQuery).data?.versions ?? [{ version: from }];
  return (
    <>
      <label>
        <span className="visually-hidden">From</span>
        <select
          className="input"
          value={from}
          onChange={({ target: { value } }) =>
            void navigate({
              to: '/console/compare/$from/working/$id',
              params: { from: value, id },
              search: (search) => search,
            })
          }
        >
          {versions.toReversed().map(({ version }) => (
            <option key={version}>{version}</option>
          ))}
        </select>
      </label>
      <Link className="button" to="/console/compare/working" search={{ from }}>
        Another one
      </Link>
    </>
  );
}

/** Which files it is, and until when. */
function SentAs({ id }: { readonly id: string }) {
  const { data } = useQuery(workingSchemaQuery(id));
  if (data === undefined) return <p className="soft">&nbsp;</p>;
  const { files, uploadedAt, expiresAt } = data;
  return (
    <p className="soft">
      {files.length === 1 ? files[0]?.path : `${files.length} files`}, sent <Ago at={uploadedAt} />,
      kept until <Moment at={expiresAt} />.
    </p>
  );
}

const rollbacks = { instant: 'good', lossy: 'warn', impossible: 'bad' } as const;

/** The migrations as they would be drafted, and how they are taken back. */
function Drafts({
  from,
  drafts,
}: {
  readonly from: string;
  readonly drafts: WorkingDiff['drafts'];
}) {
  if (drafts.length === 0) return <Empty title="The database does not change" />;
  const notes = drafts.flatMap((draft) => draft.notes);
  return (
    <div className="stack wide-gap">
      <p className="soft">
        A draft: <code>npx schemactl change</code> writes it, asks what is not clear, and tries it.
      </p>
      {notes.length > 0 && (
        <ul className="failure notice">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Section title={`From ${from} to the schema in work`}>
        {drafts.map(({ suffix, up, rollback }) => (
          <div key={`${suffix} ${up}`} className="stack">
            <div className="row">
              {suffix !== '' && <span className="mono">{suffix}</span>}
              <Badge tone={rollbacks[rollback]}>rollback {rollback}</Badge>
            </div>
            <CodeBlock text={up} language="sql" />
          </div>
        ))}
      </Section>
      <Section title={`Back to ${from}`}>
        {drafts.toReversed().map(({ suffix, down }) => (
          <div key={`${suffix} ${down}`} className="stack">
            {suffix !== '' && <span className="mono">{suffix}</span>}
            <CodeBlock text={down} language="sql" />
          </div>
        ))}
      </Section>
    </div>
  );
}
