#!/usr/bin/env bash
# Files for browsers → C: bundled, minified, named by content, compressed, compiled in.
#
#   assets.sh OUT_DIR SOURCE_DIR FILE…
#
# *.js and *.css at the top of SOURCE_DIR are entries and go through esbuild; those in folders are
# modules that entries import. Every other file, in folders too, is taken as it is, under its own
# name without the folder. OUT_DIR gets assets.h, assets.c and the files themselves in assets/.
set -euo pipefail
export LC_ALL=C
out_dir=$1
source_dir=$2
shift 2
mkdir -p "$out_dir/assets"
built=$(mktemp -d "$out_dir/assets.XXXXXX")
trap 'rm -rf "$built"' EXIT

entries=()
others=()
for file; do
  case "$file" in
    "$source_dir"/*/*.js | "$source_dir"/*/*.css | *.md) ;;
    *.js | *.css) entries+=("$file") ;;
    *) others+=("$file") ;;
  esac
done
if [ ${#entries[@]} -gt 0 ]; then
  # Files that CSS names in url(…) get a hashed name from esbuild itself and land beside the entries.
  esbuild "${entries[@]}" --bundle --minify --format=esm --target=es2022 --legal-comments=none \
    --charset=utf8 --log-level=warning --outdir="$built/entries" --public-path=/assets \
    --asset-names='[name]-[hash]' --loader:.svg=file --loader:.woff2=file --loader:.png=file
fi

content_type() {
  case "$1" in
    *.js) echo "text/javascript; charset=utf-8" ;;
    *.css) echo "text/css; charset=utf-8" ;;
    *.svg) echo "image/svg+xml; charset=utf-8" ;;
    *.txt) echo "text/plain; charset=utf-8" ;;
    *.json) echo "application/json" ;;
    *.webmanifest) echo "application/manifest+json" ;;
    *.ico) echo "image/x-icon" ;;
    *.png) echo "image/png" ;;
    *.webp) echo "image/webp" ;;
    *.woff2) echo "font/woff2" ;;
    *)
      echo "$1:1: no content type is known for this file; daemon/gen/assets.sh lists them" >&2
      return 1
      ;;
  esac
}

# One line per asset: hashed name, constant ("-" = none), content type; tab-separated.
list="$built/list"
: >"$list"

# add FILE NAME: take FILE under NAME with a hash. add FILE "" keeps its (hashed) name.
add() {
  local file=$1 name=$2 type hashed constant=-
  type=$(content_type "$file")
  hashed=$(basename "$file")
  if [ -n "$name" ]; then
    hashed="${name%.*}-$(sha256sum <"$file" | cut -c1-8).${name##*.}"
    constant="ASSET_$(printf %s "$name" | tr 'a-z' 'A-Z' | tr -c 'A-Z0-9' '_')"
    if grep -q -P "\t$constant\t" "$list"; then
      echo "$file:1: another asset is called $name, too (folders do not count)" >&2
      return 1
    fi
  fi
  local kept="$out_dir/assets/$hashed"
  if [ ! -f "$kept.gz" ]; then
    cp "$file" "$kept"
    brotli -q 11 -f -o "$kept.br" "$file"
    gzip -9 -n -c "$file" >"$kept.gz"
  fi
  printf '%s\t%s\t%s\n' "$hashed" "$constant" "$type" >>"$list"
}

if [ -d "$built/entries" ]; then
  while IFS= read -r file; do
    name=$(basename "$file")
    if [ -f "$source_dir/$name" ]; then add "$file" "$name"; else add "$file" ""; fi
  done < <(find "$built/entries" -type f | sort)
fi
for file in "${others[@]}"; do
  case "$file" in *.LICENCE | *.md) continue ;; esac # for people who read the source
  add "$file" "$(basename "$file")"
done
sort -o "$list" "$list"

{
  cat <<'H'
/* gen/assets.h — files for browsers, compiled in; made by daemon/gen/assets.sh from web/assets. */
#ifndef GEN_ASSETS_H
#define GEN_ASSETS_H

#include <stddef.h>

struct asset {
    const char *name; /* "app-1a2b3c4d.css": changes with the content, so it may be kept for ever */
    const char *type; /* Content-Type */
    const unsigned char *raw, *br, *gz; /* as it is, brotli, gzip; NULL when that is not smaller */
    size_t raw_n, br_n, gz_n;
};

/* Sorted by name. */
extern const struct asset ASSETS[];
extern const size_t ASSETS_N;

/* Their addresses, for templates: href="{{ ASSET_APP_CSS }}". */
H
  while IFS=$'\t' read -r hashed constant _; do
    if [ "$constant" != - ]; then echo "#define $constant \"/assets/$hashed\""; fi
  done <"$list"
  printf '\n#endif\n'
} >"$built/assets.h"

# embed LABEL FILE LIMIT: the bytes of FILE under LABEL, unless LIMIT bytes are as good.
embed() {
  local size
  size=$(stat -c %s "$2")
  if [ "$size" -ge "$3" ]; then return; fi
  # A NUL behind it, so that an empty file has an address, too.
  printf '__asm__(".section .rodata\\n.balign 16\\n%s:\\n.incbin \\"%s\\"\\n.byte 0\\n.previous\\n");\n' "$1" "$2"
  printf 'extern const unsigned char %s[] __attribute__((visibility("hidden")));\n' "$1"
}

# field NAME LABEL FILE LIMIT: the initialisers that belong to it.
field() {
  local size
  size=$(stat -c %s "$3")
  if [ "$size" -lt "$4" ]; then printf '.%s = %s, .%s_n = %s, ' "$1" "$2" "$1" "$size"; fi
}

{
  printf '/* made by daemon/gen/assets.sh from web/assets */\n#include "gen/assets.h"\n\n'
  here=$(cd "$out_dir/assets" && pwd)
  i=0
  while IFS=$'\t' read -r hashed _ _; do
    raw_n=$(stat -c %s "$here/$hashed")
    embed "asset_${i}_raw" "$here/$hashed" $((raw_n + 1))
    embed "asset_${i}_br" "$here/$hashed.br" "$raw_n"
    embed "asset_${i}_gz" "$here/$hashed.gz" "$raw_n"
    i=$((i + 1))
  done <"$list"
  printf '\nconst struct asset ASSETS[] = {\n'
  i=0
  while IFS=$'\t' read -r hashed _ type; do
    raw_n=$(stat -c %s "$here/$hashed")
    printf '    { .name = "%s", .type = "%s",\n      ' "$hashed" "$type"
    field raw "asset_${i}_raw" "$here/$hashed" $((raw_n + 1))
    field br "asset_${i}_br" "$here/$hashed.br" "$raw_n"
    field gz "asset_${i}_gz" "$here/$hashed.gz" "$raw_n"
    printf '},\n'
    i=$((i + 1))
  done <"$list"
  printf '    { .name = NULL },\n};\nconst size_t ASSETS_N = %d;\n' "$i"
} >"$built/assets.c"

for made in assets.h assets.c; do
  cmp -s "$built/$made" "$out_dir/$made" || cp "$built/$made" "$out_dir/$made"
done
