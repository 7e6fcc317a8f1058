#!/bin/sh
# Makes a virtual environment from a hashed list: setup.sh .venv requirements-dev.txt
# Run again it only brings the environment up to date.
set -eu
cd "$(dirname "$0")/.."
environment=$1
requirements=$2

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "找不到 Python 3.11 或更新的版本，请先安装。" >&2
    exit 1
}

python=$(find_python)
if ! KAOPING_PYTHON=$python sh installers/system.sh setup; then
    echo "系统软件包没有装全（网络不通？）；窗口或图表可能打不开，其余照常。" >&2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "这个 Python 没有 venv，请先安装 python3-venv。" >&2
    exit 1
fi
"$python" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    -r "$requirements"
