// Starts the server that `next build` made, asks it, and ends it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const server = spawn(process.execPath, [process.argv[2]], {
  env: { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1' },
  stdio: ['ignore', 'inherit', 'inherit'].with(1, 2),
});
const url = `http://127.0.0.1:${port}`;
while (server.exitCode === null && !(await fetch(`${url}/nothing`).catch(() => null)))
  await new Promise((resolve) => setTimeout(resolve, 100));
const exercised = await (await fetch(`${url}/exercise`, { method: 'POST' })).json();
const page = await (await fetch(url)).text();
console.log(JSON.stringify({ exercised, page: /<b>(.*?)<\/b>/.exec(page)?.[1] }));
server.kill();
