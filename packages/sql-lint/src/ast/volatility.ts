import type { Node } from 'libpg-query';
import { stringsOf } from '../sql/relation-name.ts';
import { walk } from './node.ts';

/**
 * Functions of PostgreSQL that give the same value for all rows of a statement, among those that defaults
 * are made of. The suite compares them with `pg_proc`. Any other may be volatile, as every function is
 * that its author did not declare otherwise.
 */
export const STEADY_FUNCTIONS: ReadonlySet<string> = new Set(
  `abs age array_append array_cat array_fill array_length array_to_json bit_length btrim ceil ceiling char_length
  chr concat concat_ws convert_from convert_to cosd current_database current_schema current_setting date_part
  date_trunc decode degrees div encode exp extract floor format get_bit hashtext inet_client_addr initcap
  int4range int8range json_build_array json_build_object jsonb_build_array jsonb_build_object jsonb_object left
  length ln lower lpad ltrim make_date make_interval make_time make_timestamp make_timestamptz md5
  mod now numrange octet_length pi pg_my_temp_schema position power quote_ident quote_literal regexp_replace
  repeat replace reverse right round rpad rtrim sha256 sign split_part sqrt statement_timestamp string_to_array
  strpos substr substring timezone to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery
  to_tsvector transaction_timestamp translate trim_array trunc tstzrange tsrange daterange upper`
    .trim()
    .split(/\s+/),
);

/** The name of a function in the expression that may give another value for each row. */
export function volatileFunction(expression: Node): string | undefined {
  for (const node of walk(expression)) {
    if (!('FuncCall' in node)) continue;
    const [name = '', schema] = stringsOf(node.FuncCall.funcname).reverse();
    const builtIn = schema === undefined || schema === 'pg_catalog';
    if (!builtIn || !STEADY_FUNCTIONS.has(name)) return name;
  }
  return undefined;
}
