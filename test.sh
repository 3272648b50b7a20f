#!/usr/bin/env bash
# Installs what the tests need where it is missing (Debian: chromium, CJK fonts, PostgreSQL, LibreOffice Calc), builds, runs all tests, and ends with
# one line: N passed, N failed. Where TEST_RESULTS names a folder, the results of each test are left there.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fontconfig fonts-noto-cjk)
command -v soffice >/dev/null || missing+=(libreoffice-calc)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

configuration=${CONFIGURATION:-Debug}
dotnet build Console.sln -c "$configuration" -v quiet --nologo

# Code that runs for some minutes is not worth a profile: without it the tests take a quarter less of the processors.
export DOTNET_TieredPGO=0

passed=0
failed=0
for project in CustodyConsole.Domain.Tests CustodyConsole.Tests; do
  log=$(mktemp)
  # The domain's tests wait for databases half of their time; those with browsers and hosts of their own keep the processors busy.
  threads=default
  [ "$project" = CustodyConsole.Domain.Tests ] && threads=2x
  # The runner's exit code is judged by its summary below; a run without a summary counts as one failure.
  "artifacts/bin/$project/$(echo "$configuration" | tr '[:upper:]' '[:lower:]')/$project" -noColor -maxThreads "$threads" ${TEST_RESULTS:+-xml "$TEST_RESULTS/$project.xml"} 2>&1 | tee "$log" || true
  summary=$(grep -Eo 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$log" | tail -n 1 || true)
  rm -f "$log"
  if [ -z "$summary" ]; then
    echo "$project ended without a summary."
    failed=$((failed + 1))
    continue
  fi
  # shellcheck disable=SC2046 # four numbers, meant to be four words
  set -- $(echo "$summary" | grep -Eo '[0-9]+')
  total=$1 errors=$2 bad=$3 skipped=$4
  passed=$((passed + total - bad - skipped))
  failed=$((failed + bad + errors))
done

echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
