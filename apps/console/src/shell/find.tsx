import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useMemo, useState } from 'react';
import { environmentsQuery, modelQuery, versionsQuery } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icons.tsx';

/** Finds a model, a field, a version or an environment by its name: Ctrl or Command with K. */
export function FindButton() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="find" onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span>Find</span>
        <kbd>Ctrl K</kbd>
      </button>
      {isOpen && (
        <Dialog title="Find" onClose={() => setOpen(false)}>
          <Find onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

interface Target {
  readonly label: string;
  readonly kind: string;
  readonly to: string;
}

const MOST = 40;

function Find({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const targets = useTargets();
  const found = useMemo(() => matching(targets, text).slice(0, MOST), [targets, text]);
  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    void navigate({ to: target.to });
  };
  return (
    <div className="finder">
      <input
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the dialog is for nothing else
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
        aria-label="Name of a model, field, version or environment"
        placeholder="Model, field, version, environment"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(found[chosen]);
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          setChosen((index) => Math.min(Math.max(index + step, 0), found.length - 1));
        }}
      />
      <div role="listbox" id={list} aria-label="Found" className="found">
        {found.map((target, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input
          <div
            key={target.to + target.label}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => go(target)}
          >
            <span>{target.label}</span>
            <span className="soft small">{target.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="soft pad">Nothing is called so.</p>}
    </div>
  );
}

/** Those that begin with the text first, then those that have it. */
function matching(targets: readonly Target[], text: string): readonly Target[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return targets.filter(({ kind }) => kind !== 'field');
  const at = ({ label }: Target): number => {
    const name = label.toLowerCase();
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (name === wanted || last === wanted) return 0;
    if (name.startsWith(wanted) || last.startsWith(wanted)) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return targets
    .map((target) => ({ target, rank: at(target) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ target }) => target);
}

function useTargets(): readonly Target[] {
  const versions = useQuery(versionsQuery).data;
  const latest = versions?.latest ?? undefined;
  const model = useQuery({ ...modelQuery(latest ?? ''), enabled: latest !== undefined }).data;
  const environments = useQuery(environmentsQuery).data;
  return useMemo(() => {
    const entities = [...(model?.models ?? []), ...(model?.views ?? [])];
    const page = (name: string) => `/console/versions/${latest}/models/${encodeURIComponent(name)}`;
    return [
      ...entities.map(({ name, kind }) => ({ label: name, kind, to: page(name) })),
      ...(model?.enums ?? []).map(({ name }) => ({ label: name, kind: 'enum', to: page(name) })),
      ...(versions?.versions ?? []).toReversed().map(({ version }) => ({
        ...{ label: version, kind: 'version', to: `/console/versions/${version}` },
      })),
      ...(environments?.environments ?? []).map(({ name }) => ({
        ...{ label: name, kind: 'environment', to: `/console/environments/${name}` },
      })),
      ...entities.flatMap(({ name, fields }) =>
        fields.map((field) => ({
          ...{ label: `${name}.${field.name}`, kind: 'field', to: `${page(name)}#${field.name}` },
        })),
      ),
    ];
  }, [versions, latest, model, environments]);
}
