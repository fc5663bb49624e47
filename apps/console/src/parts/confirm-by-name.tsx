import { type ReactNode, useId, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { useAct } from './failure.tsx';

interface ConfirmByNameProps {
  /** What has to be typed: the environment, or the group of them. */
  readonly name: string;
  readonly title: string;
  readonly heading: string;
  /** What the button says: `Start`. */
  readonly verb: string;
  /** Whether there is nothing left to be chosen. */
  readonly isReady: boolean;
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks whether something is to be done in an environment, or in a group. Who types its name has seen which one it is. */
export function ConfirmByName(props: ConfirmByNameProps) {
  const { name, title, heading, verb, isReady, onConfirm, onClose, children } = props;
  const [typed, setTyped] = useState('');
  const { act, isBusy, failure } = useAct();
  const id = useId();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act(onConfirm);
        }}
      >
        <h2>{heading}</h2>
        {children}
        <div className="field">
          <label htmlFor={id}>
            Type <strong>{name}</strong> to {verb.toLowerCase()} it
          </label>
          <input
            id={id}
            className="input"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={({ target: { value } }) => setTyped(value)}
          />
        </div>
        {failure}
        <div className="acts">
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={typed !== name || isBusy || !isReady}
          >
            {verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
