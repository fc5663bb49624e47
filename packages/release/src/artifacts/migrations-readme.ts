/** What the package of migrations says of itself. */
export const migrationsReadme = (name: string, version: string): string => `# ${name}

Every migration of the schema up to version ${version}: SQL and no code. With it a deployment moves
a database without a checkout of the schema's repository, by the command \`schema-migrator\`.

\`\`\`sh
npm install ${name}@${version}
export DATABASE_URL=postgresql://user:password@host:5432/database
schema-migrator plan --to ${version} --from ${name}   # what would be done
schema-migrator up   --to ${version} --from ${name}
schema-migrator verify --from ${name}   # is the database what the version says?
schema-migrator down --to VERSION --from ${name}   # back to a lower one
\`\`\`

- \`migrations/<version>/<migration>/\` has \`up.sql\` and, where there is a way back, \`down.sql\`.
- \`migrations/<version>/structure.json\` is the structure that a database has then.
- \`migrations/<version>/squash.sql\`, where there is one, is what a new database begins with; \`squash.json\`
  says which migrations it stands for.
- \`schema/versions/<version>/metadata.json\` has the digest of each of these files, and that of the
  release before it. \`--from\` checks all of them before anything runs.
`;
