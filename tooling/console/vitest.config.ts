export { databaseTests as default } from '@schema-service/vitest-config';
