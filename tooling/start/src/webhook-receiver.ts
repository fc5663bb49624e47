import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createApiRequest, endpoints } from '@schema-service/api-contract';
import { step } from '@schema-service/bootstrap/steps';
import { Webhook } from 'standardwebhooks';
import type { RunningApi } from './api.ts';
import type { Stops } from './stops.ts';

const description = 'npm start: what it prints of events';

/** Has the Schema API send its events here, as a team's chat would, and prints each whose signature is right. */
export async function receiveWebhooks({ url, token }: RunningApi, stops: Stops): Promise<void> {
  const { json } = createApiRequest({ baseUrl: url, token });
  await step('receive webhooks', async (note) => {
    let secret: string | undefined;
    const server = createServer(async (request, response) => {
      const event = secret === undefined ? undefined : await eventOf(request, secret);
      response.writeHead(event === undefined ? 401 : 204).end();
      if (event !== undefined) console.log(`webhook  ${event.type} ${event.data?.subject ?? ''}`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.defer(async () => void server.close());
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    // The address is another each time: what earlier runs made leads nowhere.
    for (const one of (await json(endpoints.listWebhooks, { params: {} })).webhooks) {
      if (one.description !== description) continue;
      await json(endpoints.deleteWebhook, { params: { id: one.id } });
    }
    const made = await json(endpoints.createWebhook, {
      params: {},
      body: { url: address, description },
    });
    secret = made.secret;
    note(`at ${address}, signed`);
  });
}

interface ReceivedEvent {
  readonly type: string;
  readonly data?: { readonly subject?: string };
}

async function eventOf(
  request: IncomingMessage,
  secret: string,
): Promise<ReceivedEvent | undefined> {
  const body = await text(request);
  try {
    const headers = request.headers as Record<string, string>;
    return new Webhook(secret).verify(body, headers) as ReceivedEvent;
  } catch {
    return undefined;
  }
}
