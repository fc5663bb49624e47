import { useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { setToken } from '../api/session.ts';

/** The place for a token. It stays in this tab. */
export function TokenForm({ onDone }: { readonly onDone?: () => void }) {
  const queryClient = useQueryClient();
  const id = useId();
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get('token') ?? '').trim();
        if (text === '') return;
        setToken(text);
        onDone?.();
        void queryClient.resetQueries();
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        Token
      </label>
      <input
        id={id}
        name="token"
        type="password"
        className="input"
        placeholder="Paste a token"
        autoComplete="off"
        spellCheck={false}
      />
      <button type="submit" className="button primary">
        Use it
      </button>
    </form>
  );
}
