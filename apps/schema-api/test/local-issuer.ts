import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A CI system that signs ID tokens, on this machine. */
export interface LocalIssuer extends AsyncDisposable {
  readonly url: string;
  /** What was asked of it. */
  readonly requests: readonly string[];
  /** Signs claims beside the usual ones, which they may replace; undefined takes one out. */
  readonly sign: (
    claims?: Readonly<Record<string, unknown>>,
    header?: { readonly alg?: string; readonly kid?: string },
  ) => Promise<string>;
  /** Signs with new keys from now on. */
  readonly rotate: () => Promise<void>;
  /** Answers nothing more. */
  readonly stop: () => Promise<void>;
}

export async function localIssuer(): Promise<LocalIssuer> {
  const requests: string[] = [];
  let count = 0;
  let { publicKey, privateKey } = await generateKeyPair('ES256');
  let kid = 'key-1';
  const server = createServer(async (request, response) => {
    requests.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration') {
      response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
    } else {
      response.end(
        JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256' }] }),
      );
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server's address is no string.
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url,
    requests,
    sign: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      count += 1;
      const usual = { iss: url, aud: 'schema-api', sub: 'repo:org/schema', iat: now, nbf: now };
      const payload = {
        ...usual,
        exp: now + 300,
        jti: `job-${count}`,
        repository: 'org/schema',
        ...claims,
      };
      const written = JSON.parse(JSON.stringify(payload));
      return new SignJWT(written)
        .setProtectedHeader({ alg: 'ES256', kid, ...header })
        .sign(privateKey);
    },
    rotate: async () => {
      ({ publicKey, privateKey } = await generateKeyPair('ES256'));
      kid = `key-${count + 2}`;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
