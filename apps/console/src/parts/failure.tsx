import { isSchemaServiceError } from '@schema-service/errors';
import { useState } from 'react';
import { TokenForm } from './token-form.tsx';
import { UsedVersions, usedVersionsOf } from './version-users.tsx';

/** What is wrong in a schema, and where. */
interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly sourceLine: string;
  readonly message: string;
}

/** A failure as the API says it: what, why, and what to do; with a place for the token where it asks for one. */
export function Failure({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry?: () => void;
}) {
  const { code, message, why, fix, meta } = isSchemaServiceError(error)
    ? error.toJSON()
    : {
        code: undefined,
        message: String(Object(error).message ?? error),
        why: undefined,
        fix: undefined,
        meta: undefined,
      };
  const asksForToken =
    code === 'TOKEN_REQUIRED' || code === 'TOKEN_INVALID' || code === 'TOKEN_SCOPE_MISSING';
  const used = usedVersionsOf({
    ...(code === undefined ? {} : { code }),
    ...(meta ? { meta } : {}),
  });
  const mistakes = Array.isArray(meta?.mistakes) ? (meta.mistakes as readonly Mistake[]) : [];
  // The message has what is listed once more, for terminals.
  const heading = used || mistakes.length > 0 ? message.split('\n', 1)[0] : message;
  const available = Array.isArray(meta?.available) ? meta.available.join(', ') : '';
  return (
    <div className={asksForToken ? 'failure notice' : 'failure'} role="alert">
      <h2>{heading}</h2>
      {used && <UsedVersions used={used} />}
      {why !== undefined && <p className="soft">{why}</p>}
      {mistakes.map(({ file, line, column, sourceLine, message: wrong }) => (
        <div key={`${file} ${line} ${column} ${wrong}`}>
          <p>
            <code>
              {file}:{line}:{column}
            </code>{' '}
            {wrong}
          </p>
          <pre className="code pad scroll">{sourceLine}</pre>
        </div>
      ))}
      {fix !== undefined && <p>{fix}</p>}
      {fix === undefined && available !== '' && <p className="soft">There are {available}.</p>}
      {asksForToken && <TokenForm />}
      <div className="row">
        {retry && !asksForToken && (
          <button type="button" className="button" onClick={retry}>
            Ask again
          </button>
        )}
        {code !== undefined && <code className="soft small">{code}</code>}
      </div>
    </div>
  );
}

/** Runs what a button asks for; says while it is under way and how it failed. */
export function useAct() {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { act, isBusy, failure: error === undefined ? null : <Failure error={error} /> };
}
