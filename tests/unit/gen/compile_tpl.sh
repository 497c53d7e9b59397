#!/usr/bin/env bash
# What only the compiler refuses, and that it points into the template: compile_tpl.sh TPLGEN CC SOURCE_DIR
. "$(dirname "$0")/refuse.sh"
cc=$2
source_dir=$3
printf 'struct x { double d; const char *s; struct { int i; } o; };\n' >"$dir/x.h"
run() {
  printf '{{view struct x "x.h"}}\n%s\n' "$1" >"$dir/in.html"
  cd "$dir" && rm -rf gen && "$tool" gen/tpl . in.html &&
    { "$cc" -std=gnu17 -Werror -fsyntax-only -I. -I"$source_dir" gen/tpl/in.c || false; }
}
accepts '<p class="{{ v->s }}">{{ v->s }}</p>'
refuses '<p>{{ v->d }}</p>' 'in.html:2:'
refuses $'<p>\n{{ v->nope }}</p>' 'in.html:3:'
refuses '<a href="{{ v->d }}"></a>' 'in.html:2:'
refuses '<a href="{{ (struct html_safe){ v->s } }}"></a>' 'in.html:2:'
refuses '{{each r : v->s}}{{end}}' 'in.html:2:'
finish
