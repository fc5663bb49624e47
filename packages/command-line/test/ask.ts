import { askSecret, askText, askToTypeYes, askYesOrNo } from '../src/questions.ts';

/** Asks what the command line says, and shows the answers as JSON. */
const answers: unknown[] = [];
for (const kind of process.argv.slice(2)) {
  if (kind === 'yesOrNo') answers.push(await askYesOrNo('Is it?'));
  if (kind === 'typeYes') answers.push(await askToTypeYes('Do it?'));
  if (kind === 'secret') answers.push((await askSecret('Token:')).length);
  if (kind === 'text') {
    answers.push(
      await askText('Which?', 'ab', (text) => (text === 'abc' ? undefined : 'Not abc.')),
    );
  }
}
process.stdout.write(JSON.stringify(answers));
