import { endpoints } from 'virtual:endpoints';
import type { NewToken, TokenDescription } from '@schema-service/api-contract';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tokensQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Badge } from '../../parts/badge.tsx';
import { CopyLines } from '../../parts/copy.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Failure, useAct } from '../../parts/failure.tsx';
import { Page } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { Ago, Moment } from '../../parts/time.tsx';

/** The tokens: made here, shown once, and ended. */
export function TokensPage() {
  const query = useInfiniteQuery(tokensQuery);
  const [isMaking, setMaking] = useState(false);
  const [ending, setEnding] = useState<TokenDescription>();
  const tokens = query.data?.pages.flatMap((page) => page.tokens);
  return (
    <Page
      title="Tokens"
      actions={
        tokens && (
          <button type="button" className="button primary" onClick={() => setMaking(true)}>
            Make a token
          </button>
        )
      }
    >
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={6} />}
      {tokens && (
        <TableBox>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Good for</th>
                <th scope="col">Made</th>
                <th scope="col">Used</th>
                <th scope="col">Ends</th>
                <th scope="col">
                  <span className="visually-hidden">Acts</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <tr key={token.id}>
                  <th scope="row">{token.name}</th>
                  <td>
                    <div className="row">
                      {token.scopes.map((scope) => (
                        <Badge key={scope} tone={scope === 'admin' ? 'accent' : 'plain'}>
                          {scope}
                        </Badge>
                      ))}
                    </div>
                  </td>
                  <td>
                    <Ago at={token.createdAt} /> <span className="soft">by {token.createdBy}</span>
                  </td>
                  <td>
                    {token.lastUsedAt ? (
                      <Ago at={token.lastUsedAt} />
                    ) : (
                      <span className="soft">never</span>
                    )}
                  </td>
                  <td>
                    {token.revokedAt ? (
                      <Badge tone="bad">revoked</Badge>
                    ) : token.expiresAt ? (
                      <Moment at={token.expiresAt} />
                    ) : (
                      <span className="soft">never</span>
                    )}
                  </td>
                  <td>
                    {!token.revokedAt && (
                      <button
                        type="button"
                        className="button small danger"
                        aria-label={`Revoke ${token.name}`}
                        onClick={() => setEnding(token)}
                      >
                        Revoke
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      )}
      {query.hasNextPage && (
        <button type="button" className="button" onClick={() => void query.fetchNextPage()}>
          Earlier tokens
        </button>
      )}
      {isMaking && <MakeToken onClose={() => setMaking(false)} />}
      {ending && <RevokeToken token={ending} onClose={() => setEnding(undefined)} />}
    </Page>
  );
}

const lifetimes = [
  { label: '1 day', seconds: 86_400 },
  { label: '30 days', seconds: 2_592_000 },
  { label: '90 days', seconds: 7_776_000 },
  { label: '1 year', seconds: 31_536_000 },
] as const;

function MakeToken({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<NewToken>();
  const { act, isBusy, failure } = useAct();
  const queryClient = useQueryClient();
  if (made) {
    return (
      <Dialog title="The new token" onClose={onClose}>
        <div className="body">
          <h2>{made.name}</h2>
          <p>Keep it now: it is not shown again.</p>
          <CopyLines text={made.token} />
          <div className="acts">
            <button type="button" className="button primary" onClick={onClose}>
              It is kept
            </button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Make a token" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const body = {
            name: String(form.get('name')).trim(),
            scopes: String(form.get('scopes'))
              .split(/[\s,]+/)
              .filter((one) => one !== ''),
            expiresIn: Number(form.get('lifetime')),
          };
          void act(async () => {
            setMade(await request().json(endpoints.createToken, { params: {}, body }));
            await queryClient.invalidateQueries({ queryKey: ['tokens'] });
          });
        }}
      >
        <h2>Make a token</h2>
        <label className="field">
          <span>Who or what will use it</span>
          <input name="name" className="input" required maxLength={100} autoComplete="off" />
        </label>
        <label className="field">
          <span>Good for: read, publish, admin, migrate:NAME, approve:NAME</span>
          <input name="scopes" className="input" required defaultValue="read" autoComplete="off" />
        </label>
        <label className="field">
          <span>How long</span>
          <select name="lifetime" className="input" defaultValue={lifetimes[2].seconds}>
            {lifetimes.map(({ label, seconds }) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {failure}
        <div className="acts">
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" disabled={isBusy}>
            Make it
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function RevokeToken({
  token,
  onClose,
}: {
  readonly token: TokenDescription;
  readonly onClose: () => void;
}) {
  const { act, isBusy, failure } = useAct();
  const queryClient = useQueryClient();
  return (
    <Dialog title={`Revoke ${token.name}`} onClose={onClose}>
      <div className="body">
        <h2>Revoke {token.name}</h2>
        <p>Whoever uses it is refused from now on, everywhere. It cannot be taken back.</p>
        {failure}
        <div className="acts">
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
          <button
            type="button"
            className="button danger"
            disabled={isBusy}
            onClick={() =>
              void act(async () => {
                await request().json(endpoints.revokeToken, { params: { id: token.id } });
                await queryClient.invalidateQueries({ queryKey: ['tokens'] });
                onClose();
              })
            }
          >
            Revoke it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
