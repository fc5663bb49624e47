import type { ViteUserConfig } from 'vitest/config';
import published from './vitest.config.ts';

/** `pnpm test:platforms [FILE...]`: clients on every Node, package manager and bundler. */
const config: ViteUserConfig = {
  ...published,
  test: {
    ...published.test,
    include: ['test/platforms/*.test.ts'],
    exclude: ['**/node_modules/**'],
    fileParallelism: false,
    globalSetup: [
      published.test?.globalSetup ?? [],
      './test/platforms/published-clients.ts',
    ].flat(),
  },
};

export default config;
