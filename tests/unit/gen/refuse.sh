# Helpers of refuse_*.sh; each defines run, which hands its arguments to the tool as files.
set -uo pipefail
tool=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
tried=0
failed=0

# The tool must fail and say a line that begins with MESSAGE.
refuses_with() {
  local message=$1 said code
  shift
  said=$(run "$@" 2>&1)
  code=$?
  tried=$((tried + 1))
  if [ "$code" -eq 1 ] && awk -v m="$message" 'index($0, m) == 1 { found = 1 } END { exit !found }' <<<"$said"; then
    return
  fi
  printf 'FAILED: %s\n  expected: %s\n  said (%s): %s\n' "$*" "$message" "$code" "$said" >&2
  failed=$((failed + 1))
}

# refuses INPUT… MESSAGE
refuses() { refuses_with "${@: -1}" "${@:1:$#-1}"; }

accepts() {
  local said
  tried=$((tried + 1))
  if said=$(run "$@" 2>&1); then return; fi
  printf 'FAILED: should be accepted: %s\n  said: %s\n' "$*" "$said" >&2
  failed=$((failed + 1))
}

finish() {
  echo "$tried tried, $failed failed"
  [ "$failed" -eq 0 ]
}
