import { packageBuild } from '@schema-service/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  ...packageBuild,
  entry: ['src/index.ts', 'src/versions.ts'],
};
export default options;
