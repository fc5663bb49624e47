import { databaseTests, isolated } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = isolated(databaseTests);
export default config;
