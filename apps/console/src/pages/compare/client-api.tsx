import type { ClientDiff } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { clientDiffQuery, type Side, sideModelQuery } from '../../api/queries.ts';
import { Failure } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { clientTypes } from './client-types.ts';
import { TextDiff } from './text-diff.tsx';

type Language = ClientDiff['language'];
const titles: Readonly<Record<Language, string>> = { typescript: 'TypeScript', python: 'Python' };

interface Sides {
  readonly from: Side;
  readonly to: Side;
}

/** What services see of the change, in both languages: of two versions what their packages declare. */
export function ClientApi({ from, to }: Sides) {
  return (
    <div className="stack wide-gap">
      {(['typescript', 'python'] as const).map((language) => (
        <Section key={language} title={titles[language]}>
          {from.kind === 'version' && to.kind === 'version' ? (
            <Declared from={from.version} to={to.version} language={language} />
          ) : (
            <>
              <p className="soft">
                The rows that a service reads, and the enums, written by this page from both
                schemas: a schema in work has no packages yet.
              </p>
              <Rows from={from} to={to} language={language} />
            </>
          )}
        </Section>
      ))}
    </div>
  );
}

/** The declarations in the published packages. Where they cannot be read, what the schemas say of them. */
function Declared({
  from,
  to,
  language,
}: {
  readonly from: string;
  readonly to: string;
  readonly language: Language;
}) {
  const query = useQuery(clientDiffQuery(from, to, language));
  if (query.isError) {
    return (
      <>
        <Failure error={query.error} />
        <p className="soft">
          In the place of what the packages declare: the rows that a service reads, and the enums,
          written by this page from both schemas.
        </p>
        <Rows
          from={{ kind: 'version', version: from }}
          to={{ kind: 'version', version: to }}
          language={language}
        />
      </>
    );
  }
  return (
    <Loaded query={query} skeleton={<SkeletonBlock height={320} />}>
      {({ package: name, files }) =>
        files.length === 0 ? (
          <Empty title="The packages declare the same" />
        ) : (
          <div className="stack">
            <p className="soft">
              As <code>{name}</code> declares it.
            </p>
            {files.map((file) => (
              <FileDiff key={file.path} file={file} isFirst={files.length < 4} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

/** Compared when it is opened: a client of many models has long files. */
function FileDiff({
  file: { path, before, after },
  isFirst,
}: {
  readonly file: ClientDiff['files'][number];
  readonly isFirst: boolean;
}) {
  const [isOpen, setOpen] = useState(isFirst);
  return (
    <details
      className="box"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="summary">
        <span className="mono">{path}</span>
        {before === null && <span className="soft small">came</span>}
        {after === null && <span className="soft small">went</span>}
      </summary>
      {isOpen && <TextDiff before={before ?? ''} after={after ?? ''} of={path} />}
    </details>
  );
}

function Rows({ from, to, language }: Sides & { readonly language: Language }) {
  const before = useQuery(sideModelQuery(from));
  const after = useQuery(sideModelQuery(to));
  return (
    <Loaded query={before} skeleton={<SkeletonBlock height={320} />}>
      {(older) => (
        <Loaded query={after} skeleton={<SkeletonBlock height={320} />}>
          {(newer) => (
            <TextDiff
              before={clientTypes(older, language)}
              after={clientTypes(newer, language)}
              of={titles[language]}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
