import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { currentTokenQuery } from '../api/queries.ts';
import { setToken, useToken } from '../api/session.ts';
import { Dialog } from '../parts/dialog.tsx';
import { TokenForm } from '../parts/token-form.tsx';

/** Whose token the tab has, and where it gets one or loses it. */
export function TokenState() {
  const token = useToken();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button small" onClick={() => setOpen(true)}>
        {token === null ? 'Use a token' : <TokenName />}
      </button>
      {isOpen && (
        <Dialog title="Token" onClose={() => setOpen(false)}>
          <TokenDialog onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function TokenName() {
  const { data, isError } = useQuery(currentTokenQuery);
  if (isError) return <>Token refused</>;
  return <>{data?.name ?? 'Token'}</>;
}

function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const token = useToken();
  const queryClient = useQueryClient();
  return (
    <div className="body">
      <h2>Token</h2>
      {token === null ? (
        <>
          <p className="soft">
            What is open needs none. A token stays in this tab and is forgotten when it is closed.
            An admin makes them.
          </p>
          <TokenForm onDone={onClose} />
        </>
      ) : (
        <TokenFacts />
      )}
      <div className="acts">
        {token !== null && (
          <button
            type="button"
            className="button danger"
            onClick={() => {
              setToken(null);
              void queryClient.resetQueries();
              onClose();
            }}
          >
            Forget it
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </div>
  );
}

function TokenFacts() {
  const { data, error } = useQuery(currentTokenQuery);
  if (error) return <p>{error.message}</p>;
  return (
    <dl className="facts">
      <dt>Name</dt>
      <dd>{data?.name}</dd>
      <dt>Good for</dt>
      <dd>{data?.scopes.join(', ')}</dd>
    </dl>
  );
}
