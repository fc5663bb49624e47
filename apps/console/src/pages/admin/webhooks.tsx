import { endpoints } from 'virtual:endpoints';
import type { Webhook, WebhookDelivery, WebhookWithSecret } from '@schema-service/api-contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { deliveriesQuery, webhooksQuery } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import { Badge, StatusBadge } from '../../parts/badge.tsx';
import { CopyLines } from '../../parts/copy.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useAct } from '../../parts/failure.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Empty, Page } from '../../parts/page.tsx';
import { SkeletonRows } from '../../parts/skeleton.tsx';
import { TableBox } from '../../parts/table-box.tsx';
import { Moment } from '../../parts/time.tsx';

/** Asked again while something is on its way. */
const AGAIN_MS = 1_000;

/** Who is told of events, what was sent to them, and how that went. */
export function WebhooksPage() {
  const query = useQuery(webhooksQuery);
  const [isMaking, setMaking] = useState(false);
  return (
    <Page
      title="Webhooks"
      actions={
        query.data && (
          <button type="button" className="button primary" onClick={() => setMaking(true)}>
            Add a webhook
          </button>
        )
      }
    >
      <Loaded query={query} skeleton={<SkeletonRows rows={3} height={80} />}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title="Nobody is told of events">
              <p>A webhook is sent releases and runs as they happen.</p>
            </Empty>
          ) : (
            <div className="stack">
              {webhooks.map((webhook) => (
                <WebhookBox key={webhook.id} webhook={webhook} />
              ))}
            </div>
          )
        }
      </Loaded>
      {isMaking && <MakeWebhook onClose={() => setMaking(false)} />}
    </Page>
  );
}

function WebhookBox({ webhook }: { readonly webhook: Webhook }) {
  const { id, url, description, kinds, enabled, disabledReason } = webhook;
  const [isOpen, setOpen] = useState(false);
  const { act, isBusy, failure } = useAct();
  const queryClient = useQueryClient();
  const params = { id };
  const changed = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
  return (
    <section className="box pad stack" aria-label={url}>
      <div className="row">
        <h2 className="mono break">{url}</h2>
        <Badge tone={enabled ? 'good' : 'warn'}>{enabled ? 'enabled' : 'off'}</Badge>
        <div className="row end">
          <button
            type="button"
            className="button small"
            disabled={isBusy}
            onClick={() =>
              void act(async () => {
                await request().json(endpoints.testWebhook, { params });
                setOpen(true);
                await changed();
              })
            }
          >
            Send a test
          </button>
          <button
            type="button"
            className="button small"
            disabled={isBusy}
            onClick={() =>
              void act(async () => {
                const body = { enabled: !enabled };
                await request().json(endpoints.updateWebhook, { params, body });
                await changed();
              })
            }
          >
            {enabled ? 'Turn off' : 'Turn on'}
          </button>
        </div>
      </div>
      {description && <p className="soft">{description}</p>}
      {disabledReason && <p className="error-text">{disabledReason}</p>}
      <p className="soft small">{kinds.join(', ')}</p>
      {failure}
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Deliveries</summary>
        {isOpen && <Deliveries id={id} />}
      </details>
    </section>
  );
}

const hasPending = (list?: { readonly deliveries: readonly WebhookDelivery[] }): boolean =>
  list?.deliveries.some(({ status }) => status === 'pending') ?? false;

function Deliveries({ id }: { readonly id: string }) {
  const query = useQuery({
    ...deliveriesQuery(id),
    refetchInterval: ({ state: { data } }) => (hasPending(data) ? AGAIN_MS : false),
  });
  const { act, isBusy, failure } = useAct();
  const queryClient = useQueryClient();
  const isUnderWay = hasPending(query.data);
  // What a receiver answers can turn its webhook off.
  useEffect(() => {
    if (isUnderWay) return;
    void queryClient.invalidateQueries({ queryKey: webhooksQuery.queryKey, exact: true });
  }, [isUnderWay, queryClient]);
  return (
    <>
      {failure}
      <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <p className="soft">Nothing was sent yet.</p>
          ) : (
            <TableBox>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Event</th>
                    <th scope="col">About</th>
                    <th scope="col">Status</th>
                    <th scope="col">Answer</th>
                    <th scope="col">At</th>
                    <th scope="col">
                      <span className="visually-hidden">Acts</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {deliveries.map((one) => {
                    const last = one.attempts.at(-1);
                    return (
                      <tr key={one.id}>
                        <th scope="row" className="mono">
                          {one.event}
                        </th>
                        <td className="mono">{one.subject}</td>
                        <td>
                          <StatusBadge status={one.status} />
                        </td>
                        <td>
                          {last === undefined
                            ? ''
                            : `${last.responseStatus ?? last.error}, attempt ${last.number}`}
                        </td>
                        <td>
                          <Moment at={one.createdAt} />
                        </td>
                        <td>
                          <button
                            type="button"
                            className="button small"
                            disabled={isBusy}
                            onClick={() =>
                              void act(async () => {
                                await request().json(endpoints.replayDelivery, {
                                  params: { id: one.id },
                                });
                                await queryClient.invalidateQueries({ queryKey: ['webhooks', id] });
                              })
                            }
                          >
                            Send again
                          </button>
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </TableBox>
          )
        }
      </Loaded>
    </>
  );
}

function MakeWebhook({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<WebhookWithSecret>();
  const { act, isBusy, failure } = useAct();
  const queryClient = useQueryClient();
  if (made) {
    return (
      <Dialog title="The new webhook" onClose={onClose}>
        <div className="body">
          <h2>Its secret</h2>
          <p>Messages are signed with it. Keep it now: it is not shown again.</p>
          <CopyLines text={made.secret} />
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
    <Dialog title="Add a webhook" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const description = String(form.get('description')).trim();
          const body = {
            url: String(form.get('url')).trim(),
            ...(description === '' ? {} : { description }),
          };
          void act(async () => {
            setMade(await request().json(endpoints.createWebhook, { params: {}, body }));
            await queryClient.invalidateQueries({ queryKey: ['webhooks'] });
          });
        }}
      >
        <h2>Add a webhook</h2>
        <label className="field">
          <span>Where every event is sent</span>
          <input name="url" type="url" className="input" required placeholder="https://" />
        </label>
        <label className="field">
          <span>What for</span>
          <input name="description" className="input" maxLength={500} />
        </label>
        {failure}
        <div className="acts">
          <button type="button" className="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" className="button primary" disabled={isBusy}>
            Add it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
