import { pathToFileURL } from 'node:url';
import { packageBuild } from '@schema-service/tsup-config';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** Our SQL without its comments, which no database has a use for. None of its strings has two dashes. */
const withoutComments = (text: unknown): unknown =>
  typeof text === 'string' ? text.replace(/^ *--.*\n| +--.*$/gm, '') : text;

/** Runs src/embedded.ts now and puts what it exports in its place. */
const embed: Plugin = {
  name: 'embed',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]embedded\.ts$/ }, async ({ path }) => {
      const exports: Record<string, unknown> = await import(pathToFileURL(path).href);
      const constants = Object.entries(exports).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(withoutComments(value))};`,
      );
      return { contents: constants.join('\n') };
    });
  },
};

const options: Options = { ...packageBuild, esbuildPlugins: [embed] };

export default options;
