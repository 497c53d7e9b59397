#!/usr/bin/env bash
# What msggen refuses: refuses RU EN MESSAGE, the message being a beginning.
. "$(dirname "$0")/refuse.sh"
run() {
  printf '%s\n' "$1" >"$dir/ru.json"
  printf '%s\n' "$2" >"$dir/en.json"
  (cd "$dir" && "$tool" out ru.json -- en.json)
}
both() { refuses "{\"a.b\": \"$1\"}" '{"a.b": "x"}' "ru.json:1: key a.b: $2"; }
accepts '{"a.b": "x"}' '{"a.b": "x"}'

both '' 'is empty'
both ' x' 'begins or ends with a blank'
both 'x ' 'begins or ends with a blank'
both 'x\u00a0' 'begins or ends with a blank'
both '\"Отбор\"' 'has a straight quote'
both 'а - б' 'has a hyphen as a dash'
both 'а...' 'has three dots'
both '<b>' 'has <'
both '&lt;' 'has an HTML entity'
both '{Name}' 'has a brace'
both '{x' 'has a brace'
both '{lang}' 'a parameter cannot be called lang'
both '{arena}' 'a parameter cannot be called arena'
refuses $'{\n"a": "x"}' '{}' 'ru.json:2: key a: is missing in English'
refuses '{}' '{"a": "x"}' 'en.json:1: key a: is missing in Russian'
refuses '{"a": "{x}"}' '{"a": "x"}' 'en.json:1: key a: lacks the parameter {x} of ru.json:1'
refuses '{"a": "x"}' '{"a": "{x}"}' 'ru.json:1: key a: lacks the parameter {x} of en.json:1'
refuses '{"a": "{x}"}' '{"a": "{x:int}"}' 'en.json:1: key a: {x} has another type at ru.json:1'
refuses '{"a": "{x} {x:int}"}' '{"a": "{x}"}' 'ru.json:1: key a: {x} is text in one place and int in another'
refuses '{"a": {"one": "{n:int}", "many": "x"}}' '{"a": {"one": "{n:int}", "other": "x"}}' \
  'ru.json:1: key a: lacks the plural form few'
refuses '{"a": "{n:int}"}' '{"a": {"one": "{n:int}"}}' 'en.json:1: key a: lacks the plural form other'
refuses '{"a": "{n:int}"}' '{"a": {"one": "{n:int}", "few": "x", "other": "x"}}' \
  'en.json:1: key a: has a plural form few that its language does not know'
refuses '{"a": "x"}' '{"a": {"one": "x", "other": "x"}}' 'en.json:1: key a: has plural forms but no {n:int}'
refuses '{"a": {"two": "x"}}' '{"a": "x"}' 'ru.json:1: key a: two is not a plural form'
refuses '{"a": "x", "a": "y"}' '{"a": "x"}' 'ru.json:1: key a: is there twice'
refuses '{"a.b": "x", "a_b": "y"}' '{"a.b": "x", "a_b": "y"}' 'ru.json:1: key a_b: is there twice: also a.b'
refuses '{"A": "x"}' '{"A": "x"}' 'ru.json:1: key A: a key is lower snake_case words'
refuses '{"a": 1}' '{"a": "x"}' 'ru.json:1: key a: is neither a text nor an object'
refuses $'{"a": "x",\n}' '{"a": "x"}' 'ru.json:2: is not a JSON object'
finish
