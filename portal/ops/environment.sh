#!/bin/sh
# environment.sh [dev]: makes .venv and installs requirements.txt, with "dev" requirements-dev.txt as well.
# Does nothing when they are installed already. PYTHON names the interpreter.
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Tilts needs Python 3.11 or newer; $python is $("$python" --version 2>&1 || true)." >&2
    echo "Name another one like this: PYTHON=python3.12 make run" >&2
    exit 1
fi

runtime=$(sha256sum requirements.txt | cut -d ' ' -f 1)
development=$(sha256sum requirements-dev.txt | cut -d ' ' -f 1)
stamp=.venv/installed-requirements
installed=$(cat "$stamp" 2>/dev/null || true)
case "${1:-}:$installed" in
    "dev:$runtime $development" | ":$runtime" | ":$runtime "*) exit 0 ;;
esac

if [ ! -x .venv/bin/python ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null || sh portal/ops/packages.sh python3-venv
    echo "Making the Python environment .venv"
    "$python" -m venv .venv
fi

pip=".venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input"
rm -f "$stamp"
if [ "${1:-}" = dev ]; then
    echo "Installing Python packages for tests"
    $pip -r requirements-dev.txt
    echo "$runtime $development" >"$stamp"
else
    echo "Installing Python packages"
    $pip -r requirements.txt
    echo "$runtime" >"$stamp"
fi
