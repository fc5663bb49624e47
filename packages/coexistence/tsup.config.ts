export { packageBuild as default } from '@schema-service/tsup-config';
