import { isolated, unitTests } from '@schema-service/vitest-config';
import type { ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = isolated(unitTests);
export default config;
