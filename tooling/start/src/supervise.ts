import { setTimeout as sleep } from 'node:timers/promises';
import { formatError } from '@schema-service/errors';
import { type ServiceCommand, type ServiceProcess, startService } from './service-process.ts';

/** A program that is started again when it ends by itself. */
export interface SupervisedService {
  /** Stops it and starts it again, as something it runs on has changed. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A program that ends again and again is not helped by another start. */
const MOST_STARTS = 5;
const WITHIN_MS = 60_000;

/**
 * Starts a program and keeps it running: one that ends is started again, and
 * said. After five such ends within a minute it stays down, which is said, too.
 *
 * @param say where a person reads it
 * @throws SchemaServiceError START_SERVICE_FAILED where the first start fails
 */
export async function superviseService(
  command: ServiceCommand,
  say: (line: string) => void = (line) => console.error(line),
): Promise<SupervisedService> {
  let running: ServiceProcess | undefined = await startService(command);
  let isStopped = false;
  let ends: readonly number[] = [];
  // One thing at a time: a stop waits for a start under way, and the other way round.
  let work: Promise<void> = Promise.resolve();
  const next = (task: () => Promise<void>): Promise<void> => {
    work = work.then(task);
    return work;
  };

  const watch = (service: ServiceProcess): void => {
    void service.ended.then((how) => next(() => startAgain(service, how)));
  };
  const startAgain = async (service: ServiceProcess, how: string): Promise<void> => {
    // Not the one that runs now: it was stopped on purpose.
    if (isStopped || running !== service) return;
    running = undefined;
    for (let reason = `ended ${how}`; !isStopped; ) {
      ends = [...ends.filter((time) => time > Date.now() - WITHIN_MS), Date.now()];
      if (ends.length > MOST_STARTS) {
        say(
          `${command.name} ${reason}, ${ends.length} times within a minute: it stays down. Its output: ${command.logFile}`,
        );
        return;
      }
      say(`${command.name} ${reason}; it is started again`);
      try {
        running = await startService(command, 'a');
        say(`${command.name} answers again`);
        watch(running);
        return;
      } catch (error) {
        say(formatError(error));
        reason = 'did not start';
        await sleep(500);
      }
    }
  };
  watch(running);

  const stopRunning = async (): Promise<void> => {
    const service = running;
    running = undefined;
    await service?.stop();
  };
  return {
    restart: () =>
      next(async () => {
        if (isStopped) return;
        await stopRunning();
        running = await startService(command);
        watch(running);
      }),
    stop: () => {
      isStopped = true;
      return next(stopRunning);
    },
  };
}
