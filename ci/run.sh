#!/usr/bin/env bash
# What every CI example runs, wherever it runs:
#
#   ci/run.sh validate            validate the project, offline
#   ci/run.sh validate embedded   … and deploy it to an embedded org, with its Apex tests
#   ci/run.sh validate embedded scratch   … and to a scratch org, when DEVHUB_AUTH_URL holds the URL of a Dev Hub
#
# Run it in the project's folder. RESULTS names the folder for reports (default: results). It holds no token and no URL of a
# login, so it may be kept as an artifact. Logins are made in a home directory of the run, which goes with it: an agent that
# is used again keeps none. Needs Node 20 or newer; `sf` is fetched by npx where it is not on the PATH.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RESULTS=${RESULTS:-results}
EMBEDDED_ALIAS=rollcall-embedded
HUB_ALIAS=rollcall-hub
READY_SECONDS=120
# Not SF_AUTOUPDATE_DISABLE: where sf was installed by npm, that name starts an update in the background.
export SF_DISABLE_TELEMETRY=true SF_DISABLE_AUTOUPDATE=true SF_SKIP_NEW_VERSION_CHECK=true

private=$(mktemp -d)
org_process=
running=

# npx finds what it has fetched before.
export npm_config_cache=${npm_config_cache:-${HOME:-$private}/.npm}
export HOME=$private/home USERPROFILE=$private/home
mkdir "$HOME"

end() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

cleanup() {
  local status=$?
  # The command first: it may have a scratch org to delete.
  if [ -n "$running" ]; then end "$running"; fi
  if [ -n "$org_process" ]; then end "$org_process"; fi
  rm -rf "$private"
  node "$HERE/summary.mjs" "$RESULTS" "$status" || true
  exit "$status"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# In the background: for a command in the foreground bash would wait before it looks at a signal.
scim() {
  node "$HERE/../bin/run.js" scim "$@" &
  running=$!
  wait "$running"
  running=
}

salesforce() {
  if command -v sf >/dev/null; then sf "$@"; else npx --yes --package @salesforce/cli@2 sf "$@"; fi
}

validate() {
  local annotations=()
  if [ -n "${GITHUB_ACTIONS:-}" ]; then annotations=(--format github); fi
  scim validate --format human --format json --format junit --format sarif \
    ${annotations[@]+"${annotations[@]}"} --output-dir "$RESULTS/validate"
}

embedded() {
  # Not through a function: the process to stop would be a shell in between.
  node "$HERE/../bin/run.js" scim org start --port 0 --no-package --json >"$private/ready.json" &
  org_process=$!
  for _ in $(seq "$READY_SECONDS"); do
    if [ -s "$private/ready.json" ]; then break; fi
    if ! kill -0 "$org_process" 2>/dev/null; then break; fi
    sleep 1
  done
  if [ ! -s "$private/ready.json" ]; then
    echo "The embedded org was not ready after $READY_SECONDS seconds." >&2
    return 1
  fi
  field() { node -p "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))[process.argv[2]]" "$private/ready.json" "$1"; }
  SF_ACCESS_TOKEN=$(field accessToken) salesforce org login access-token \
    --instance-url "$(field instanceUrl)" --alias "$EMBEDDED_ALIAS" --no-prompt
  scim deploy --target-org "$EMBEDDED_ALIAS" --skip-validation --results-dir "$RESULTS/embedded"
  scim doctor --target-org "$EMBEDDED_ALIAS" --fail-on never
}

scratch() {
  if [ -z "${DEVHUB_AUTH_URL:-}" ]; then
    echo 'DEVHUB_AUTH_URL is not set: no scratch org is made.'
    return 0
  fi
  printf '%s' "$DEVHUB_AUTH_URL" | salesforce org login sfdx-url --sfdx-url-stdin --alias "$HUB_ALIAS"
  scim deploy --scratch-def config/project-scratch-def.json --target-dev-hub "$HUB_ALIAS" --duration-days 1 \
    --delete-scratch always --skip-validation --results-dir "$RESULTS/scratch"
}

if [ $# -eq 0 ]; then set -- validate; fi
for phase in "$@"; do
  case $phase in
    validate | embedded | scratch) "$phase" ;;
    *)
      echo "There is no phase \"$phase\": validate, embedded, scratch." >&2
      exit 2
      ;;
  esac
done
