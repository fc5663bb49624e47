import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { StartProblem } from './options.mjs';
import { endOrphans } from './processes.mjs';

/** Finds out what stands in the way of a run before anything is installed or built. */
export async function checkStart({ port, databaseUrl, dataDirectory }) {
  refuseSecondInstance(dataDirectory);
  await endLeftBehind(dataDirectory);
  await requireFreePort(port, 'the Schema API');
  await requireFreePort(port + 1, 'the web example');
  await requireFreePort(port + 2, 'the web example on an earlier version');
  if (databaseUrl) await requireReachable(databaseUrl);
}

/** Where a run writes down who it is. */
export function instanceNote(dataDirectory) {
  return join(dataDirectory, 'running.json');
}

/**
 * The run on this data directory, or undefined. A note of a process that is gone
 * counts for nothing, nor does that of the asking process.
 */
export function findInstance(dataDirectory) {
  const instance = readNote(dataDirectory);
  if (instance === undefined) return undefined;
  return instance.pid !== process.pid && isAlive(instance.pid) ? instance : undefined;
}

/** Two runs on one data directory would stop each other's database. */
function refuseSecondInstance(dataDirectory) {
  const other = findInstance(dataDirectory);
  if (other === undefined) return;
  throw new StartProblem({
    code: 'START_ALREADY_RUNNING',
    message: `It already runs here, at ${other.url} (process ${other.pid}).`,
    fix: 'Use that one, or stop it with Ctrl-C first.',
    meta: { pid: other.pid, url: other.url },
  });
}

/** What a run that was killed had started goes on, and holds the ports. Its database is taken over later. */
async function endLeftBehind(dataDirectory) {
  const { processes = [] } = readNote(dataDirectory) ?? {};
  for (const { name, pid } of await endOrphans(processes)) {
    console.error(`ended ${name} (process ${pid}), left behind by a run that was killed`);
  }
}

/** A note that was cut off counts for nothing. */
function readNote(dataDirectory) {
  try {
    return JSON.parse(readFileSync(instanceNote(dataDirectory), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user, and there.
    if (error.code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    // Process ids are used again: this one must be a run of ours.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join('tooling', 'start'));
  } catch {
    return false;
  }
}

async function requireFreePort(port, purpose) {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    throw new StartProblem(
      {
        code: 'START_PORT_IN_USE',
        message: `Port ${port}, for ${purpose}, cannot be had: ${cause.message}.`,
        why: cause.code === 'EADDRINUSE' ? 'Another program listens on it.' : undefined,
        fix: `Choose another: PORT=${port < 60_000 ? port + 100 : 4100} npm start`,
        meta: { port },
      },
      { cause },
    );
  }
  server.close();
  await once(server, 'close');
}

/** Only that something answers there: the rest needs a client of PostgreSQL, and is asked when one is installed. */
async function requireReachable(databaseUrl) {
  const address = addressOf(databaseUrl);
  if (address === undefined) return;
  const where = `${address.host}:${address.port}`;
  const socket = connect(address);
  try {
    socket.setTimeout(5_000, () => socket.destroy(new Error('it did not answer in 5 s')));
    await once(socket, 'connect');
  } catch (cause) {
    throw new StartProblem(
      {
        code: 'START_DATABASE_UNREACHABLE',
        message: `Nothing answers at ${where}, where DATABASE_URL points.`,
        why: cause.message || cause.code,
        fix: 'Start that server, or correct the URL; without DATABASE_URL, npm start brings a server of its own.',
        meta: address,
      },
      { cause },
    );
  } finally {
    socket.destroy();
  }
}

/** Undefined for what only a client of PostgreSQL can read, such as several hosts or a socket's folder. */
function addressOf(databaseUrl) {
  if (!/^postgres(ql)?:/.test(databaseUrl)) {
    throw new StartProblem({
      code: 'START_DATABASE_URL_INVALID',
      message: 'DATABASE_URL is not the URL of a PostgreSQL database.',
      fix: 'Write it as postgresql://user:password@host:5432/database',
    });
  }
  try {
    const url = new URL(databaseUrl);
    if (url.hostname === '' || url.hostname.includes('%') || url.searchParams.has('host'))
      return undefined;
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 5432) };
  } catch {
    return undefined;
  }
}
