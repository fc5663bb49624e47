import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliverWebhooks } from '../src/webhooks/deliver-webhooks.ts';
import { createWebhookSecrets } from '../src/webhooks/webhook-secrets.ts';
import { frozenRelease, frozenVersions } from './frozen-releases.ts';
import { publishedCatalog } from './published-catalog.ts';
import { run } from './run.ts';
import { runningServer } from './running-server.ts';
import { samplePackages } from './sample-packages.ts';
import { testTokens } from './test-tokens.ts';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'api.md');

test('every example of docs/api.md runs', async () => {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  const script = blocks.map(([, block]) => block).join('\n');
  await using published = await publishedCatalog({ versions: [] });
  const { stores, catalog } = published;
  for (const version of frozenVersions) {
    await catalog.publish({ ...frozenRelease(version), artifacts: samplePackages(version) });
  }
  const secrets = createWebhookSecrets(randomBytes(32));
  const policy = { allowHttp: true, allowedAddresses: ['127.0.0.1/32'] };
  await using server = await runningServer({ stores, webhooks: { secrets, policy } });
  await using _ = deliverWebhooks({ ...stores, secrets, policy });
  const receiver = createServer((_request, response) => response.end('thanks')).listen(
    0,
    '127.0.0.1',
  );
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo; // A TCP server's address is no string.
  const folder = mkdtempSync(join(tmpdir(), 'api-docs-'));
  const { admin } = await testTokens(stores);
  const env = { API: server.url, TOKEN: admin.text, RECEIVER: `http://127.0.0.1:${port}/` };
  const output = await run('bash', ['--norc', '-ec', script], { cwd: folder, env });
  for (const said of [
    '"status":"ready"',
    `307 ${server.url}/schema/1.1.0`,
    '"code":"VERSION_NOT_FOUND"',
    '"latest":"2.0.0"',
    'datasource db',
    '{"kind":"schema"',
    '"from":"1.0.0","to":"1.1.0","bump":"minor"',
    '"works":"no"',
    'event: release.published',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '"event":"webhook.test"',
    '"status":"delivered"',
    '{"deliveries":[],"next":null}',
    '"from":',
  ]) {
    expect(output).toContain(said);
  }
  receiver.close();
  rmSync(folder, { recursive: true });
});
