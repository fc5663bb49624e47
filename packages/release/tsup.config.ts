import { packageBuild } from '@schema-service/tsup-config';
import type { Options } from 'tsup';

const options: Options = {
  ...packageBuild,
  entry: ['src/index.ts', 'src/catalog.ts', 'src/versions.ts'],
};
export default options;
