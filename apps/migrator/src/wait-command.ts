import { EXIT, type ExitCode } from '@schema-service/command-line';
import { waitForServer, waitForVersion } from '@schema-service/migrator';
import { jsonLine } from './json-line.ts';
import type { Command } from './parse-command.ts';

const AN_HOUR_MS = 3_600_000;

/** With `--wait-for-server`: begins when the server of each database that the command goes to lets us in. */
export async function untilServerAnswers(command: Command): Promise<void> {
  if (!('waitForServerMs' in command) || command.waitForServerMs === undefined) return;
  const connections =
    'environments' in command
      ? command.environments.map(({ connection }) => connection)
      : [command.connection];
  const timeoutMs = command.waitForServerMs;
  await Promise.all(
    connections.map((connection) =>
      waitForServer({ connection, timeoutMs, onWaiting: tellNoServer }),
    ),
  );
}

function tellNoServer(reason: Error): void {
  process.stderr.write(`waiting for the server: ${reason.message}\n`);
}

/** Waits for a version that somebody else brings, and says which one it is. */
export async function runWait(command: Command & { kind: 'wait' }): Promise<ExitCode> {
  const { atLeast, json, apply } = command;
  const timeoutMs = apply.waitForLockMs ?? AN_HOUR_MS;
  const onWaiting = (version: string | null): void => {
    process.stderr.write(`waiting for ${atLeast}, the database is at ${version ?? 'no version'}\n`);
  };
  const version = await waitForVersion({
    ...command,
    ...{ timeoutMs, onWaiting, onNoServer: tellNoServer },
  });
  process.stdout.write(
    json ? jsonLine({ kind: 'versionReached', version }) : `the database is at ${version}\n`,
  );
  return EXIT.ok;
}
