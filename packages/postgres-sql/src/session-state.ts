// What a script without a transaction leaves in the session for its later statements, as far as the words tell
// (SqlStatement.words). Code that it calls may do the same and does not show.

const SETS = [
  /^SET (?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)/,
  /^RESET\b/,
  /^(?:UN)?LISTEN\b/,
  /^PREPARE (?!TRANSACTION\b)/,
  /^(?:DEALLOCATE|LOAD|DISCARD)\b/,
  /^SELECT(?: (?:PG_CATALOG )?SET_CONFIG)+$/,
  /^SELECT (?:PG_CATALOG )?PG_(?:TRY_)?ADVISORY_(?:UN)?LOCK(?:_SHARED)?$/,
];

const MAKES_TEMPORARY = [
  /^CREATE (?:OR REPLACE )?(?:LOCAL |GLOBAL )?TEMP(?:ORARY)?\b/,
  /^CREATE .*\bPG_TEMP\b/,
  /\bINTO (?:LOCAL |GLOBAL )?TEMP(?:ORARY)?\b/,
  /^DECLARE\b.*\bWITH HOLD\b/,
];

/** Whether all that it does is in the session, so that it may be done once more in another. */
export const setsSession = (words: string): boolean => SETS.some((rule) => rule.test(words));

/** Not local to its transaction; in a block, where a statement begins. An UPDATE's SET does not. */
const SETS_IN_CODE = [
  /\bset_config\s*\([^;]*,\s*(?:false|'f\w*')\s*\)/i,
  /(?:\b(?:BEGIN|THEN|ELSE|LOOP)|[;'$])\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)/i,
];

/** Whether it sets something in the session beside other work, so that it cannot be done once more for that. */
export const setsAmongOther = (words: string, text: string): boolean =>
  !setsSession(words) &&
  /^(?:DO|CALL|SELECT|WITH|VALUES)\b/.test(words) &&
  SETS_IN_CODE.some((rule) => rule.test(text));

/** Whether it makes what goes with the session, and cannot be made again without its rows. */
export const makesTemporary = (words: string): boolean =>
  MAKES_TEMPORARY.some((rule) => rule.test(words));
