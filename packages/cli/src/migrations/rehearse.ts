import { type RehearsalReport, testMigrations } from '@schema-service/rehearsal';
import type { SchemaModel } from '@schema-service/schema-model';
import type { CommandContext } from '../command-context.ts';
import { withProgress } from '../output/progress.ts';

export interface RehearseOptions {
  /** The version in work where none is named. */
  readonly version: string | undefined;
  /** Where databases may be made; a server of our own otherwise. */
  readonly server: string | undefined;
  /** The working schema, where it was read already. */
  readonly working?: SchemaModel;
}

/** Tries a version's migrations, while a person sees how far it is. */
export function rehearse(
  context: CommandContext,
  { version, server, working }: RehearseOptions,
): Promise<RehearsalReport> {
  return withProgress(context.output, 'Starting a database', (say) =>
    testMigrations({
      root: context.root(),
      ...(version === undefined ? {} : { version }),
      ...(server === undefined ? {} : { serverUrl: server }),
      ...(working === undefined ? {} : { working }),
      onEvent: (event) => {
        if (event.kind === 'stepStarted') say(`Trying: ${event.name}`);
      },
    }),
  );
}
