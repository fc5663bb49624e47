/** `blog_posts` as `BlogPosts`: the name of a model, a view or an enum, with a word before one that is no name. */
export function pascalName(dbName: string, otherwise: string): string {
  const name = wordsOf(dbName).map(capital).join('');
  if (name === '') return otherwise;
  return /^\d/.test(name) ? `${otherwise}${name}` : name;
}

/** `author_id` as `authorId`: the name of a field. */
export function camelName(dbName: string, otherwise: string): string {
  const name = uncapital(wordsOf(dbName).map(capital).join(''));
  if (name === '') return otherwise;
  return /^\d/.test(name) ? `${otherwise}${capital(name)}` : name;
}

/** A value of an enum, which stays as it is where it can. */
export function valueName(dbName: string): string {
  if (/^[A-Za-z]\w*$/.test(dbName)) return dbName;
  const name = plainText(dbName)
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(name) ? name : `value${name === '' ? '' : `_${name}`}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Capitals only make words where there are small letters too. */
function wordsOf(dbName: string): readonly string[] {
  const plain = plainText(dbName);
  const text = /[a-z]/.test(plain) ? plain : plain.toLowerCase();
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word));
}

/** Without accents and what is no letter of ASCII. */
const plainText = (text: string): string =>
  text
    .replace(/[ßæÆœŒøØłŁđĐþÞ]/g, (letter) => spelledOut[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\0-\x7f]/g, ' ');

/** Letters that have no accent to lose. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  þ: 'th',
  Þ: 'Th',
};

const sameInBoth =
  /(?:ss|us|is|news|series|species|data|media|sms|dns|gps|canvas|lens|(?:analyt|statist|log?ist|phys|mathemat|polit|econom|bas)ics)$/i;

/** One of several: `Categories` as `Category`. Words that it is not sure of stay. */
export function singular(name: string): string {
  if (/(?:^p|P)eople$/.test(name)) return name.replace(/eople$/, 'erson');
  if (/(?:^c|C)hildren$/.test(name)) return name.slice(0, -3);
  if (/(?:ss|sh|ch|x|zz)es$/i.test(name)) return name.slice(0, -2);
  if (/(?:stat|ali|vir|bon|camp|cens|b|canv|atl)(?:us|as)es$/i.test(name)) return name.slice(0, -2);
  if (sameInBoth.test(name) || !/[a-z0-9]s$/.test(name)) return name;
  if (/(?:mov|cook|calor|zomb|brown|self|hood|prair|^[ptld])ies$/i.test(name)) {
    return name.slice(0, -1);
  }
  return name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.slice(0, -1);
}

/** Several of one: `category` as `categories`. */
export function plural(name: string): string {
  if (name !== singular(name)) return name;
  if (/(?:^p|P)erson$/.test(name)) return name.replace(/erson$/, 'eople');
  if (/(?:^c|C)hild$/.test(name)) return `${name}ren`;
  if (/[^aeiou]y$/i.test(name)) return `${name.slice(0, -1)}ies`;
  if (/(?:data|media|news|series|species|ics)$/i.test(name)) return name;
  return /(?:s|sh|ch|x|z)$/i.test(name) ? `${name}es` : `${name}s`;
}
