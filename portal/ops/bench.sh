#!/bin/sh
# Everything that make bench needs, then the measurements.
set -eu
cd "$(dirname "$0")/../.."
sh portal/ops/packages.sh libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
sh portal/ops/environment.sh
exec .venv/bin/python -m portal.testing.bench
