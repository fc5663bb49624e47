import { format, listedName, quote } from '../sql/relation-name.ts';
import { toSql } from '../sql/to-sql.ts';
import { keyOf } from '../world/world.ts';
import { migration, steps } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const domainConstraint: LintRule = {
  kind: 'lintRule',
  id: 'domain-constraint',
  severity: 'error',
  summary: 'ALTER DOMAIN ... ADD CHECK without NOT VALID',
  why: 'Every table with a column of the domain is read while nobody can write to it. NOT VALID holds for new values at once; VALIDATE CONSTRAINT, in a later transaction, reads the old ones.',
  *check({ node }, { world }) {
    if (!('AlterDomainStmt' in node)) return;
    const { typeName, def } = node.AlterDomainStmt;
    const constraint = def && 'Constraint' in def ? def.Constraint : undefined;
    if (constraint?.contype !== 'CONSTR_CHECK' || constraint.skip_validation) return;
    const domain = listedName(typeName);
    if (world.types.has(keyOf(world, domain))) return;
    const name = constraint.conname ?? `${domain.name}_check`;
    const check = constraint.raw_expr ? toSql(constraint.raw_expr) : 'true';
    const alter = `ALTER DOMAIN ${format(domain)}`;
    yield {
      message: `Every table with a column of ${format(domain)} is read under a lock that stops writes.`,
      at: constraint.location,
      recipe: steps(
        migration(`${alter} ADD CONSTRAINT ${quote(name)} CHECK (${check}) NOT VALID`),
        migration(`${alter} VALIDATE CONSTRAINT ${quote(name)}`),
      ),
    };
  },
};
