// PostgreSQL compares keywords and folds names by ASCII alone: `ſ` is no S, `ı` no I, and `Ä` stays as it is.

export const asciiUpper = (word: string): string =>
  isAscii(word) ? word.toUpperCase() : word.replace(/[a-z]/g, (letter) => letter.toUpperCase());

export const asciiLower = (word: string): string =>
  isAscii(word) ? word.toLowerCase() : word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const isAscii = (word: string): boolean => /^[\w$]*$/.test(word);
