import { testMigrations } from '../src/index.ts';

// A process of its own, so that a signal can end it: rehearses the repository and says when the up runs.
const [root = '', serverUrl] = process.argv.slice(2);
await testMigrations({
  root,
  ...(serverUrl ? { serverUrl } : {}),
  onEvent: (event) => {
    if (event.kind === 'stepStarted' && event.name === 'up') process.stdout.write('up\n');
  },
});
