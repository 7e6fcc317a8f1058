#!/bin/sh
# Installs the system packages that a purpose lacks: system.sh setup, system.sh setup tests.
# Needs root or a sudo that asks no password; without either it says what is lacking and goes on.
set -eu
cd "$(dirname "$0")/.."
command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || exit 0

wanted() {
    for purpose in "$@"; do
        awk -F ' *[|] *' -v purpose="$purpose" '!/^#/ && $2 == purpose { print $1 }' \
            installers/debian-packages.txt
    done
}

installed() {
    for package in $(printf '%s' "$1" | tr / ' '); do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" != installed ] || return 0
    done
    return 1
}

missing=""
for names in $(wanted "$@"); do
    installed "$names" || missing="$missing ${names%%/*}"
done
# A python that did not come from Debian brings its own venv
if [ -n "${KAOPING_PYTHON:-}" ] && "$KAOPING_PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    missing=$(printf '%s' "$missing" | sed 's/ python3-venv//')
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "这台电脑缺少系统软件包，请管理员执行：apt-get install$missing" >&2
    exit 0
fi
$as_root apt-get update -q
# shellcheck disable=SC2086 # one word a package is meant
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
