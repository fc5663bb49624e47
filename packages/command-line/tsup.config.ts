import { packageBuild } from '@schema-service/tsup-config';
import type { Options } from 'tsup';

/** What only a terminal needs is apart, so that a command can load it when it draws or asks. */
const options: Options = {
  ...packageBuild,
  entry: ['src/index.ts', 'src/drawing.ts', 'src/questions.ts'],
};

export default options;
