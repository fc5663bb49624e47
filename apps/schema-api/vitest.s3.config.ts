import { join } from 'node:path';
import { databaseTests } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

/** `pnpm test:s3`, beside a server of S3's protocol; an installation that has one has this package, too. */
const config: ViteUserConfig = {
  ...databaseTests,
  resolve: {
    ...databaseTests.resolve,
    alias: {
      '@aws-sdk/client-s3': join(
        import.meta.dirname,
        '../../tooling/operations/node_modules/@aws-sdk/client-s3',
      ),
    },
  },
  test: { ...databaseTests.test, include: ['test/s3/*.s3.ts'] },
};

export default config;
