import { expect, test } from 'vitest';
import { codegenTargets, type GeneratedPackage, generateAll } from '../src/index.ts';
import { fixtureModel, options } from './fixture.ts';

const repository = 'https://git.example.org/acme/schema';
const textOf = (generated: GeneratedPackage | undefined, path: string): string =>
  String(generated?.files.find((file) => file.path === path)?.content);

test('every package says which repository it comes from, where that is known', async () => {
  const model = fixtureModel('small');
  const { node, types, client, python } = await generateAll(model, { ...options, repository });
  for (const generated of [node, types, client]) {
    expect(JSON.parse(textOf(generated, 'package.json')).repository).toEqual({
      type: 'git',
      url: repository,
    });
  }
  expect(textOf(python, 'PKG-INFO')).toContain(`\nProject-URL: Source, ${repository}\n`);
  expect(textOf(python, 'pyproject.toml')).toContain(
    `\n[project.urls]\nSource = "${repository}"\n`,
  );

  const without = await codegenTargets.types.generate(model, options);
  expect(textOf(without, 'package.json')).not.toContain('repository');
});
