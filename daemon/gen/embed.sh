#!/bin/sh
# Put files into the program: embed.sh OUT.c ROOT FILE… (FILE relative to ROOT)
#
# Makes the table EMBEDDED of web/kit/embedded.h: name and bytes of each file. The bytes come in by .incbin, so a change
# of a file is a change of the object.
set -eu
out=$1 root=$2
shift 2
{
  echo '/* Made by daemon/gen/embed.sh. */'
  echo '#include "web/kit/embedded.h"'
  n=0
  for f in "$@"; do
    printf '__asm__(".section .rodata\\n.balign 16\\n.global embedded_%d\\nembedded_%d:\\n.incbin \\"%s/%s\\"\\n.global embedded_%d_end\\nembedded_%d_end:\\n.byte 0\\n.previous\\n");\n' \
      $n $n "$root" "$f" $n $n
    printf 'extern const char embedded_%d[], embedded_%d_end[];\n' $n $n
    n=$((n + 1))
  done
  echo 'static struct embedded_file files[] = {'
  for f in "$@"; do printf '    { .name = "%s" },\n' "$f"; done
  echo '};'
  echo 'const struct embedded_file *embedded_files(size_t *ret_n) {'
  n=0
  for f in "$@"; do
    printf '    files[%d].bytes = embedded_%d;\n    files[%d].n = (size_t)(embedded_%d_end - embedded_%d);\n' $n $n $n $n $n
    n=$((n + 1))
  done
  printf '    *ret_n = %d;\n    return files;\n}\n' $n
} >"$out.new"
if cmp -s "$out.new" "$out"; then rm "$out.new"; else mv "$out.new" "$out"; fi
touch "$out"
