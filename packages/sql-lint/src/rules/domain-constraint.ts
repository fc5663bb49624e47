import type { Node } from 'libpg-query';
import { format, listedName, quote, type RelationName } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';
import { keyOf } from '../state/database-state.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const domainConstraint: LintRule = {
  kind: 'lintRule',
  id: 'domain-constraint',
  severity: 'error',
  summary: 'ALTER DOMAIN ... ADD CHECK without NOT VALID, and VALIDATE CONSTRAINT of a domain',
  why: 'Every table with a column of the domain is read while nobody can write to it (SHARE). NOT VALID holds for new values at once and reads none; VALIDATE CONSTRAINT takes the same locks again, unlike that of a table. A CHECK on each table can be validated without (see check-not-valid).',
  *check({ node }, { database }) {
    const found = readsTables(node);
    if (!found || database.types.has(keyOf(database, found.domain))) return;
    yield {
      message: `Every table with a column of ${format(found.domain)} is read under a lock that stops writes.`,
      at: found.at,
      recipe: found.recipe,
    };
  },
};

interface DomainScan {
  readonly domain: RelationName;
  readonly at?: number | undefined;
  readonly recipe?: string;
}

function readsTables(node: Node): DomainScan | undefined {
  if (!('AlterDomainStmt' in node)) return undefined;
  const { subtype, typeName, def } = node.AlterDomainStmt;
  const domain = listedName(typeName);
  if (subtype === 'V') return { domain };
  const constraint = def && 'Constraint' in def ? def.Constraint : undefined;
  if (constraint?.contype !== 'CONSTR_CHECK' || constraint.skip_validation) return undefined;
  const name = quote(constraint.conname ?? `${domain.name}_check`);
  const check = constraint.raw_expr ? toSql(constraint.raw_expr) : 'true';
  const add = `ALTER DOMAIN ${format(domain)} ADD CONSTRAINT ${name} CHECK (${check}) NOT VALID`;
  return { domain, at: constraint.location, recipe: migration(add) };
}
