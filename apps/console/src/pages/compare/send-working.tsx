import { endpoints } from 'virtual:endpoints';
import type { WorkingFile } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { publicUrl } from '../../api/base-path.ts';
import { versionsQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { CopyLines } from '../../parts/copy.tsx';
import { useAct } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { SkeletonBlock } from '../../parts/skeleton.tsx';
import { NothingYet } from '../overview.tsx';

/** What is to be sent. */
interface Given {
  readonly from?: string;
  readonly files: readonly File[];
  readonly text: string;
}

/** Takes a schema that is in work, from files or as text, and leads to its comparison. */
export function SendWorking() {
  const { from } = useSearch({ from: '/console/compare/working' });
  const versions = useQuery(versionsQuery);
  // Above what loads: a token that is asked for has all of it loaded again.
  const [given, setGiven] = useState<Given>({ ...(from && { from }), files: [], text: '' });
  const { act, isBusy, failure } = useAct();
  const navigate = useNavigate();
  const send = (against: string) =>
    act(async () => {
      const body = { files: await filesOf(given) };
      const { id } = await request().json(endpoints.keepWorkingSchema, { params: {}, body });
      const params = { from: against, id };
      await navigate({ to: '/console/compare/$from/working/$id', params });
    });
  return (
    <Page title="Compare a schema in work">
      <Loaded query={versions} skeleton={<SkeletonBlock height={420} />}>
        {({ latest, versions: all }) => {
          const known = all.map(({ version }) => version);
          const newest = latest ?? known.at(-1);
          if (newest === undefined) return <NothingYet />;
          const against = known.find((one) => one === given.from) ?? newest;
          return (
            <SendForm
              known={known}
              against={against}
              given={given}
              isBusy={isBusy}
              onChange={setGiven}
              onSend={() => void send(against)}
            />
          );
        }}
      </Loaded>
      {failure}
      <Section title="From a checkout">
        <CopyLines text={`npx schemactl diff --open --api ${publicUrl}`} />
      </Section>
    </Page>
  );
}

interface SendFormProps {
  readonly known: readonly string[];
  readonly against: string;
  readonly given: Given;
  readonly isBusy: boolean;
  readonly onChange: (given: Given) => void;
  readonly onSend: () => void;
}

function SendForm({ known, against, given, isBusy, onChange, onSend }: SendFormProps) {
  const { files, text } = given;
  return (
    <form
      className="box pad stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <label className="field">
        <span>Against</span>
        <select
          className="input"
          value={against}
          onChange={({ target: { value } }) => onChange({ ...given, from: value })}
        >
          {known.toReversed().map((version) => (
            <option key={version}>{version}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Files of the schema, all that it has</span>
        <input
          className="input"
          type="file"
          multiple
          accept=".prisma"
          onChange={({ target }) => onChange({ ...given, files: [...(target.files ?? [])] })}
        />
      </label>
      {files.length > 0 && (
        <p className="soft small mono break">{files.map(({ name }) => name).join(', ')}</p>
      )}
      <label className="field">
        <span>Or its text</span>
        <textarea
          className="input mono"
          rows={8}
          spellCheck={false}
          value={text}
          onChange={({ target: { value } }) => onChange({ ...given, text: value })}
        />
      </label>
      <p className="soft small">
        At most 1 MiB. It is kept for 30 days, for all who may read here and have the address.
      </p>
      <div className="row">
        <button
          type="submit"
          className="button primary"
          disabled={isBusy || (files.length === 0 && text.trim() === '')}
        >
          Compare
        </button>
      </div>
    </form>
  );
}

async function filesOf({ files, text }: Given): Promise<WorkingFile[]> {
  const read = await Promise.all(
    files.map(async (file) => ({ path: file.name, content: await file.text() })),
  );
  return text.trim() === '' ? read : [...read, { path: 'pasted.prisma', content: text }];
}
