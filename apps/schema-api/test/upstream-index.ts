import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sampleWheel } from './sample-packages.ts';

export interface UpstreamIndex extends AsyncDisposable {
  /** Of its simple index. */
  readonly url: string;
  /** The paths that it was asked for, in order. */
  readonly requests: readonly string[];
}

/** Another team's package index: it has one driver, and a trap, a higher version under the name of our client. */
export async function upstreamIndex(): Promise<UpstreamIndex> {
  const wheels = [sampleWheel('some-driver', '3.2.1'), sampleWheel('org-db-client', '99.0.0')];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const project = wheels.find(({ name }) => path === `/simple/${name}/`);
    const file = wheels.find(({ filename }) => path === `/files/${filename}`);
    if (project) {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="../../files/${project.filename}">${project.filename}</a>`);
    } else if (file) response.end(file.bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A TCP server's address is no string.
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}/simple/`, requests, [Symbol.asyncDispose]: close };
}
