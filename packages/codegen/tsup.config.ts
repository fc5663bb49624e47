import { cp } from 'node:fs/promises';
import { packageBuild } from '@schema-service/tsup-config';

const config: typeof packageBuild = {
  ...packageBuild,
  // Templates and static run-time files are read beside the bundle, under the same paths as in the sources.
  onSuccess: () =>
    cp('src/targets', 'dist/targets', {
      recursive: true,
      filter: (path) => !path.endsWith('.ts') && !path.includes('__pycache__'),
    }),
};

export default config;
