import { countText, tableText } from '@schema-service/command-line';
import { ACCEPTED_FILE } from '@schema-service/migrator';
import { migrationsFolder } from '@schema-service/repository';
import type { AdoptedProject } from './adopt-project.ts';
import { differenceTable } from './difference-table.ts';
import type { PrismaProject } from './prisma-project.ts';

/** What a person has to know of a project that was adopted, and what comes next. */
export function adoptionSummary(
  { version, generators, accepted, isDrafted, extensions }: AdoptedProject,
  project: PrismaProject | undefined,
): readonly string[] {
  return [
    '',
    `${project?.schema ?? 'The project'} is version ${version} here.`,
    ...(isDrafted
      ? ['No migrations of Prisma were found: its first one was drafted from the schema.']
      : []),
    ...(extensions.length === 0
      ? []
      : [
          '',
          `Its migrations need ${extensions.join(', ')}, which none of them makes: ${migrationsFolder}/${version}/001_extensions does.`,
        ]),
    ...(accepted.length === 0
      ? []
      : [
          '',
          `${countText(accepted.length, 'difference')} accepted. Review ${migrationsFolder}/${ACCEPTED_FILE}, and write the reasons there:`,
          differenceTable(accepted),
        ]),
    ...(generators.length === 0
      ? []
      : [
          '',
          'Generators of the project run in no command here:',
          tableText([
            ['generator', 'provider', 'in its place'],
            ...generators.map(({ name, provider, replacement }) => [name, provider, replacement]),
          ]),
        ]),
    '',
    'Next, for each of its databases (it compares, records the history, and changes nothing else):',
    `  schema-migrator baseline --to ${version} --database-url postgresql://...`,
    'For all of them, once they have names in migrator.config.json:',
    `  schema-migrator baseline --to ${version} --all`,
    'Then edit schema/, and run: schemactl change',
  ];
}
