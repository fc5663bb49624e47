import { countText } from '@schema-service/command-line';
import { testMigrations } from '@schema-service/rehearsal';
import {
  buildRelease,
  checkReleases,
  formatFinding as formatReleaseFinding,
} from '@schema-service/release';
import { formatFinding, isExplainable } from '@schema-service/sql-lint';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { lintRepository } from '../migrations/lint-repository.ts';
import { repositoryMigrations } from '../migrations/pending-migrations.ts';
import { stepProblems } from '../migrations/rehearsal-fact.ts';
import type { Gate } from './gate.ts';

/** The frozen files, and every release before them, are as they were frozen. */
export const historyGate: Gate = {
  name: 'history',
  work: 'Checking the frozen releases',
  run: async ({ chosen: { root } }) => ({
    problems: (await checkReleases(root)).map(formatReleaseFinding),
  }),
};

/**
 * The migrations can run, and nothing in them is undecided. What the lint wants
 * explained is told: `check` asks for it before a version is frozen, and no
 * comment can be added to a frozen file.
 */
export const lintGate: Gate = {
  name: 'lint',
  work: 'Linting the migrations',
  run: async ({ chosen: { root, release } }) => {
    const migrations = await repositoryMigrations(root);
    const own = migrations.all.filter(({ version }) => version === release.version);
    const findings = (await lintRepository(migrations, own, root)).filter(
      ({ ignored }) => ignored === undefined,
    );
    const left = countText(findings.filter(isExplainable).length, 'finding');
    return {
      problems: findings
        .filter((finding) => !isExplainable(finding))
        .map((finding) => formatFinding(finding)),
      ...(findings.some(isExplainable) ? { note: `${left} without an explanation` } : {}),
    };
  },
};

/** The migrations go up, down and up again on a database full of rows, and make the schema. */
export const migrationsGate: Gate = {
  name: 'migrations',
  work: 'Trying the migrations up, down and up again',
  run: async ({ chosen: { root, release }, serverUrl }) => {
    if (release.migrations.length === 0) return { problems: [], note: 'there is none' };
    const report = await testMigrations({
      root,
      version: release.version,
      serverUrl: await serverUrl(),
    });
    return {
      problems: report.steps
        .filter(({ status }) => status === 'failed')
        .flatMap((step) => stepProblems(step).map((problem) => `${step.name}: ${problem}`)),
    };
  },
};

/** The packages built once more, from nothing, are the same to the byte. */
export const reproducibleGate: Gate = {
  name: 'reproducible',
  work: 'Building the packages a second time',
  run: async ({ chosen: { config, release }, built }) => {
    const again = await buildRelease(release, config);
    const digests = new Map(again.map(({ filename, sha256 }) => [filename, sha256]));
    return {
      problems: built.artifacts
        .filter(({ filename, sha256 }) => digests.get(filename) !== sha256)
        .map(({ filename }) => `${filename} is another the second time.`),
    };
  },
};

/** The npm packages hold what their manifests promise. */
export const packagesGate: Gate = {
  name: 'packages',
  work: 'Checking the packages',
  run: async ({ built }) => {
    const tarballs = built.artifacts.filter(({ format }) => format === 'npm-tarball');
    const problems = await Promise.all(
      tarballs.map(async ({ filename, bytes }) => {
        const tarball = new Uint8Array(bytes).buffer;
        const { messages, pkg } = await publint({ pack: { tarball }, level: 'warning' });
        return messages.map(
          (message) =>
            `${filename}: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
        );
      }),
    );
    return { problems: problems.flat() };
  },
};
