import { FILE_RULES, type FileRule } from './rules/file-rules.ts';
import { RULES } from './rules/rules.ts';

/** All rules, as docs/sql-lint.md lists them. */
export function ruleReference(): string {
  const all = [...RULES, ...FILE_RULES];
  const section = (severity: FileRule['severity']): string =>
    all
      .filter((rule) => rule.severity === severity)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .map(({ id, summary, why }) => `### \`${id}\`\n\nFinds ${summary}.\n\n${why}\n`)
      .join('\n');
  return `${HEAD}\n## Errors\n\nThey lose data, stop traffic, or make the migration fail.\n\n${section('error')}
## Warnings\n\nThey will be regretted later.\n\n${section('warning')}`;
}

const HEAD = `<!-- Written by packages/sql-lint from its rules: pnpm --filter @schema-service/sql-lint docs -->

# Lint of migrations

\`packages/sql-lint\` reads the \`up.sql\` files of a version with PostgreSQL's own grammar and finds what locks
tables for long, writes them anew, loses data, or breaks the clients of older versions. What the version itself
creates does not count: it is empty, and nobody uses it yet.

A comment directly above a statement, in it or at its end silences one rule there, and says why; several may stand
above one another. Without a reason, with an unknown rule, or where nothing is found it is a finding itself:

\`\`\`sql
-- schemactl: ignore drop-column because nothing reads it since 2.1.0
ALTER TABLE orders DROP COLUMN note;
\`\`\`

What could only go wrong for clients of older versions is no finding in a contract (\`-- migrator: phase = contract\`): it runs where
there are none.

Each rule has examples in \`packages/sql-lint/fixtures\`, good and bad, which the suite runs on a PostgreSQL server to
compare locks, rewrites and scans with what the findings say.
`;
