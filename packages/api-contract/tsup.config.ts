import { packageBuild } from '@schema-service/tsup-config';
import type { Options } from 'tsup';

/** What needs no validator is beside it, for a page. */
const options: Options = {
  ...packageBuild,
  entry: ['src/index.ts', 'src/http-request.ts', 'src/stage-sizes.ts'],
};

export default options;
