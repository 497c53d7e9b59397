#!/usr/bin/env bash
# What sqlgen refuses, of statements (refuses) and of migrations (forbids).
. "$(dirname "$0")/refuse.sh"
run() {
  printf '%s\n' "$1" >"$dir/in.sql"
  cat >"$dir/0001_t.sql" <<<"${2:-CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, x TEXT NOT NULL, y BIGINT);}"
  (cd "$dir" && "$tool" out 0001_t.sql -- in.sql)
}
# sql HEADER SQL MESSAGE: a statement called s
sql() { refuses "-- s: what it does"$'\n'"-- $1"$'\n'"$2" "in.sql:$3"; }
forbids() {
  local message=$2
  set -- '' "$1"
  refuses_with "$message" "$@"
}
accepts $'-- s: what it does\n-- in: i64 id  out: one\nSELECT x FROM t WHERE id = $1 AND y = $1;'

sql 'in: i64 a, i64 b  out: one' 'SELECT x FROM t WHERE id = $2 AND y = $1;' \
  '3: statement s: parameters must first appear in order $1, $2, …: found $2 instead of $1'
sql 'in: i64 a  out: one' 'SELECT x FROM t WHERE id = ?;' '3: statement s: parameters must first appear'
sql 'out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: $1 is not declared in in:'
sql 'in: i64 a, text b  out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: input b ($2) is not used'
sql 'in: int a  out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: "int a" is not "type name"'
sql 'in: i64 A  out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: "A" is not a name'
sql 'in: i64 case  out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: "case" is not a name'
sql 'in: i64 db  out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: an input cannot be called db'
sql 'in: i64 a, i64 a  out: one' 'SELECT x FROM t WHERE id = $1;' '1: statement s: a is declared twice'
sql 'out: none' "INSERT OR REPLACE INTO t (id, x) VALUES (1, 'a');" '3: statement s: INSERT OR'
sql 'out: one text a' 'SELECT group_concat(x) AS a FROM t;' '3: statement s: group_concat differs'
sql 'out: one text a' "SELECT string_agg(x, ',') AS a FROM t;" '3: statement s: string_agg differs'
sql 'out: one' $'SELECT x FROM t\nWHERE x LIKE \'a\';' '4: statement s: LIKE ignores case'
sql 'out: one' "SELECT x FROM t WHERE x glob 'a';" '3: statement s: GLOB is'
sql 'out: one f64 a' 'SELECT round(y) AS a FROM t;' '3: statement s: round( differs'
sql 'out: one text a' 'SELECT datetime(y) AS a FROM t;' '3: statement s: time functions differ'
sql 'out: one text a' 'SELECT CURRENT_TIMESTAMP AS a FROM t;' '3: statement s: time functions differ'
sql 'out: many' 'SELECT * FROM t;' '3: statement s: SELECT * changes'
sql 'out: many' 'SELECT t.* FROM t;' '3: statement s: SELECT x.* changes'
sql 'out: one i64 n' 'SELECT SUM(y) AS n FROM t;' '3: statement s: SUM has another type'
sql 'out: one i64 n' 'SELECT MAX(y, id) AS n FROM t;' '3: statement s: MAX and MIN of two values'
sql 'out: one i64 n' 'SELECT CAST(x AS INTEGER) AS n FROM t;' '3: statement s: INTEGER has 32 bits'
sql 'in: i64? a  out: many' 'SELECT x FROM t WHERE $1 IS NULL;' '3: statement s: PostgreSQL cannot tell the type'
sql 'out: none' 'WITH u AS (UPDATE t SET y = 1 RETURNING id) SELECT id FROM u;' '3: statement s: WITH … AS (UPDATE'
sql 'out: one' $'SELECT x\nFROM nope;' '3: statement s: SQLite refuses this: no such table: nope'
sql 'out: one' 'SELECT "abc" AS x FROM t;' '3: statement s: SQLite refuses this: no such column: abc'
sql 'out: one' 'SELECT x FROM t; SELECT id FROM t;' '3: statement s: is several statements'
sql 'out: one' 'SELECT x FROM t' '1: statement s: does not end with ";"'
sql 'out: one' '' '1: statement s: has no SQL'
sql 'out: one' 'SELECT COUNT(*) AS n FROM t;' '1: statement s: column n is computed'
sql 'out: one' 'SELECT (SELECT x FROM t) AS a FROM t;' '1: statement s: column a is computed'
sql 'out: one' 'SELECT COUNT(*) FROM t;' '3: statement s: column "COUNT(*)" needs AS and a name'
sql 'out: one i64 z' 'SELECT x FROM t;' '1: statement s: declares a column z that it does not return'
sql 'out: one' 'SELECT x, x FROM t;' '3: statement s: two columns are called x'
sql 'out: none' 'SELECT x FROM t;' '1: statement s: returns columns, so out: is one, maybe or many'
sql 'out: one' 'DELETE FROM t;' '1: statement s: returns no columns, so out: is none or changes'
sql 'out: several' 'SELECT x FROM t;' '1: statement s: out: "several" is not none, changes'
sql 'in: i64 a' 'SELECT x FROM t WHERE id = $1;' '1: statement s: has no out:'
sql 'out: many  for: retention' 'SELECT x FROM t;' '1: statement s: is for: retention but only reads'
sql 'out: none  for: fun' 'DELETE FROM t;' '1: statement s: for: "fun" is not known'
refuses $'-- Bad Name: x\n-- out: none\nDELETE FROM t;' 'in.sql:1: statement Bad Name: must begin with'
refuses 'DELETE FROM t;' 'in.sql:1: statement ?: must begin with'
refuses $'-- s: x\n-- out: none\nDELETE FROM t;\n\n-- s: x\n-- out: none\nDELETE FROM t;' \
  'in.sql:5: statement s: has the name of the one at in.sql:1'
refuses $'-- s: x\n-- out: none\nDELETE\n\nFROM t;' 'in.sql:5: statement ?: must begin with'

forbids 'CREATE TABLE t (id INTEGER NOT NULL);' '0001_t.sql:1: column t.id has type "INTEGER"'
forbids $'CREATE TABLE t (\nid BIGINT,\nx VARCHAR(9));' '0001_t.sql:3: column t.x has type "VARCHAR(9)"'
forbids 'CREATE TABLE t (id BIGINT, x);' '0001_t.sql:1: column t.x has type ""'
forbids 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);' '0001_t.sql:1: AUTOINCREMENT is'
forbids 'CREATE TABLE t (id BIGINT) STRICT;' '0001_t.sql:1: STRICT is'
forbids 'CREATE TABLE t (id BIGINT PRIMARY KEY) WITHOUT ROWID;' '0001_t.sql:1: WITHOUT ROWID is'
forbids 'CREATE TABLE t (id BIGINT); CREATE VIEW v AS SELECT id FROM t;' '0001_t.sql:1: views are switched off'
forbids $'CREATE TABLE t (id BIGINT);\nCREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;' \
  '0001_t.sql:2: triggers are switched off'
forbids $'CREATE TABLE t (id BIGINT);\nCREATE INDEX i\nON t (nope);' '0001_t.sql:3: SQLite refuses this'
forbids $'CREATE TABLE t (id BIGINT);\nINSERT INTO t (id) VALUES (datetime(1));' '0001_t.sql:2: time functions'
finish
