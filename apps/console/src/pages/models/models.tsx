import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useChildMatches, useParams } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { modelQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';

const ROW = 32;

/** All models of a version beside the one that is looked at. */
export function Models() {
  const { version } = useParams({ from: '/console/versions/$version' });
  const query = useQuery(modelQuery(version));
  const hasChosen = useChildMatches().length > 0;
  return (
    <div className={`models ${hasChosen ? 'has-chosen' : ''}`}>
      <Loaded query={query} skeleton={<SkeletonRows rows={12} height={ROW} />}>
        {({ models, views, enums }) => (
          <ModelList
            version={version}
            entries={[
              ...models.map(({ name, fields }) => ({ name, hint: `${fields.length}` })),
              ...views.map(({ name }) => ({ name, hint: 'view' })),
              ...enums.map(({ name }) => ({ name, hint: 'enum' })),
            ]}
          />
        )}
      </Loaded>
      {/* What cannot be read is told of in the place of the list. */}
      {!query.isError && (
        <div className="model-page">
          {hasChosen ? (
            <Outlet />
          ) : (
            <p className="soft pad">Choose a model to see its fields, relations and indexes.</p>
          )}
        </div>
      )}
    </div>
  );
}

interface Entry {
  readonly name: string;
  readonly hint: string;
}

function ModelList({
  version,
  entries,
}: {
  readonly version: string;
  readonly entries: readonly Entry[];
}) {
  const [text, setText] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const found = useMemo(
    () => entries.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase())),
    [entries, text],
  );
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  return (
    <nav className="model-list" aria-label="Models">
      <input
        className="input"
        type="search"
        aria-label="Filter models"
        placeholder={`Filter ${entries.length} names`}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by the keyboard */}
      <div ref={scroller} className="model-scroll" tabIndex={0}>
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const entry = found[index];
            return (
              entry && (
                <li key={entry.name} style={{ transform: `translateY(${start}px)` }}>
                  <Link
                    to="/console/versions/$version/models/$model"
                    params={{ version, model: entry.name }}
                  >
                    <span>{entry.name}</span>
                    <span className="soft small">{entry.hint}</span>
                  </Link>
                </li>
              )
            );
          })}
        </ul>
        {found.length === 0 && <p className="soft pad">Nothing is called so.</p>}
      </div>
    </nav>
  );
}
