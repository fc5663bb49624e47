export { unitTests as default } from '@schema-service/vitest-config';
