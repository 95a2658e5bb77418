#!/bin/sh
# Everything that make test needs, then the test runner.
set -eu
cd "$(dirname "$0")/../.."
"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || sh portal/ops/packages.sh python3-venv
sh portal/ops/packages.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    postgresql redis-server chromium gettext default-jdk-headless libjaxb-java poppler-utils &
packages=$!
sh portal/ops/environment.sh dev
wait "$packages"
.venv/bin/python -m portal.testing.verapdf
exec .venv/bin/python -m portal.testing.run_tests "$@"
