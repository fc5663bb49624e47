import type { Diagram } from '@schema-service/api-contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useId, useRef } from 'react';
import { diagramQuery } from '../../api/queries.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty } from '../../parts/page.tsx';
import { DiagramView, parseView, viewText } from './diagram-view.tsx';
import { exportPng, exportSvg } from './export.ts';

/** The schema as a diagram. The address has what is looked at, and where. */
export function DiagramPage() {
  const { version } = useParams({ from: '/console/versions/$version' });
  const { detail } = useSearch({ from: '/console/versions/$version/diagram' });
  const query = useQuery(diagramQuery(version, detail ?? 'fields'));
  return (
    <div className="diagram-page">
      <Loaded query={query} skeleton={<span className="skeleton diagram-skeleton" />}>
        {(diagram) =>
          diagram.nodes.length === 0 ? (
            <Empty title="The schema has no models" />
          ) : (
            <Drawn key={`${version} ${detail}`} version={version} diagram={diagram} />
          )
        }
      </Loaded>
    </div>
  );
}

function Drawn({ version, diagram }: { readonly version: string; readonly diagram: Diagram }) {
  const search = useSearch({ from: '/console/versions/$version/diagram' });
  const { depth = 1, detail, at } = search;
  // An address may name a model that this version does not have.
  const focus = diagram.nodes.find(({ name }) => name === search.focus)?.name;
  const navigate = useNavigate({ from: '/console/versions/$version/diagram' });
  const names = useId();
  const begins = useRef(parseView(at));
  const setFocus = useCallback(
    (name: string | undefined) =>
      void navigate({
        search: ({ focus: _focus, at: _at, ...rest }) =>
          name === undefined ? rest : { ...rest, focus: name },
      }),
    [navigate],
  );
  const relations = diagram.edges.filter(({ from, to }) => from === focus || to === focus);
  return (
    <>
      <div className="diagram-bar">
        <input
          className="input"
          list={names}
          type="search"
          aria-label="Model to focus on"
          placeholder={`Focus one of ${diagram.nodes.length}`}
          defaultValue={focus ?? ''}
          key={focus}
          onChange={({ target: { value } }) => {
            if (value === '') setFocus(undefined);
            else if (diagram.nodes.some(({ name }) => name === value)) setFocus(value);
          }}
        />
        <datalist id={names}>
          {diagram.nodes.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <label className="row">
          <span className="soft small">Distance</span>
          <select
            className="input"
            value={depth}
            disabled={focus === undefined}
            onChange={({ target: { value } }) =>
              void navigate({ search: (search) => ({ ...search, depth: Number(value) }) })
            }
          >
            {[1, 2, 3, 4].map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label className="row">
          <input
            type="checkbox"
            checked={detail === 'names'}
            onChange={({ target: { checked } }) =>
              void navigate({
                search: ({ detail: _detail, at: _at, ...rest }) =>
                  checked ? { ...rest, detail: 'names' } : rest,
              })
            }
          />
          Names only
        </label>
      </div>
      <div className="diagram-body">
        <div className="diagram-frame">
          <DiagramView
            diagram={diagram}
            focus={focus}
            depth={depth}
            onFocus={setFocus}
            at={begins.current}
            onMoved={(view) =>
              void navigate({
                search: (search) => ({ ...search, at: viewText(view) }),
                replace: true,
                resetScroll: false,
              })
            }
          >
            {(scene) => (
              <>
                <button
                  type="button"
                  className="button"
                  onClick={() => exportSvg(scene, `schema-${version}`)}
                >
                  SVG
                </button>
                <button
                  type="button"
                  className="button"
                  onClick={() => void exportPng(scene, `schema-${version}`)}
                >
                  PNG
                </button>
              </>
            )}
          </DiagramView>
        </div>
        {focus !== undefined && (
          <aside className="diagram-side" aria-label={focus}>
            <div className="row">
              <h2>{focus}</h2>
              <button
                type="button"
                className="button small end"
                onClick={() => setFocus(undefined)}
              >
                Show all
              </button>
            </div>
            <Link to="/console/versions/$version/models/$model" params={{ version, model: focus }}>
              Fields and indexes
            </Link>
            <ul className="stack tight">
              {relations.map(({ relation, from, to, fields, references, cardinality }) => {
                const other = from === focus ? to : from;
                return (
                  <li key={`${relation} ${from} ${to} ${fields.join()}`}>
                    <button type="button" className="relation" onClick={() => setFocus(other)}>
                      <strong>{other}</strong>
                      <span className="soft small">
                        {cardinality === 'one-to-many' && from === focus
                          ? 'many to one'
                          : cardinality.replaceAll('-', ' ')}
                        {fields.length > 0 && `, ${fields.join(', ')} → ${references.join(', ')}`}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
            {relations.length === 0 && <p className="soft">It has no relations.</p>}
          </aside>
        )}
      </div>
    </>
  );
}
