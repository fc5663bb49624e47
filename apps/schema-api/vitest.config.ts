import { databaseTests } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

const { test, ...shared } = databaseTests;

/** Asks whether its process has loaded Prisma's engine. */
const alone = ['test/comparison.test.ts'];

const config: ViteUserConfig = {
  test: {
    reporters: test?.reporters ?? [],
    projects: [
      { ...shared, test: { ...test, name: 'shared', exclude: alone } },
      { ...shared, test: { ...test, name: 'alone', include: alone, isolate: true } },
    ],
  },
};

export default config;
