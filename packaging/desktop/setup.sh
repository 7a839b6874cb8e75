#!/bin/sh
# Installs nndesk for one user, in a folder where that user may write, and takes it away again.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$HOME/.local
remove=
while [ $# -gt 0 ]; do
    case $1 in
        --prefix=?*) prefix=${1#--prefix=} ;;
        --remove) remove=yes ;;
        *)
            echo "nndesk: $1 is unknown; there are --prefix=FOLDER (else $HOME/.local) and --remove" >&2
            exit 2
            ;;
    esac
    shift
done
case $prefix in
    /*) ;;
    *) prefix=${USER_PWD:-$PWD}/$prefix ;;
esac
program=$prefix/lib/nndesk
share=$prefix/share

# What desktops keep of all that is in share.
refresh() {
    if [ -d "$share/mime/packages" ] && command -v update-mime-database >/dev/null; then
        update-mime-database "$share/mime" || true
    fi
    if [ -d "$share/applications" ] && command -v update-desktop-database >/dev/null; then
        update-desktop-database "$share/applications" || true
    fi
}

empty() {
    [ -d "$1" ] && [ -z "$(ls -A "$1")" ]
}

take_away() {
    [ -f "$program/installed" ] || return 0
    while IFS= read -r name; do
        rm -f "$prefix/$name"
    done <"$program/installed"
    refresh
    # Without packages all that is left there was made from them.
    if empty "$share/mime/packages"; then
        rm -rf "$share/mime"
    fi
    if [ "$(ls -A "$share/applications" 2>/dev/null)" = mimeinfo.cache ]; then
        rm -f "$share/applications/mimeinfo.cache"
    fi
    # Folders that are empty now, the deepest first.
    while IFS= read -r name; do
        folder=$(dirname "$name")
        while [ "$folder" != . ]; do
            rmdir "$prefix/$folder" 2>/dev/null || break
            folder=$(dirname "$folder")
        done
    done <"$program/installed"
    rm -rf "$program"
    rmdir "$prefix/lib" "$share/mime" "$share" "$prefix" 2>/dev/null || true
}

if [ -n "$remove" ]; then
    if [ ! -f "$program/installed" ]; then
        echo "nndesk: there is none in $prefix" >&2
        exit 2
    fi
    take_away
    echo "nndesk is removed from $prefix; files that you saved are where they were."
    exit
fi

if [ -e "$program" ] && [ ! -f "$program/installed" ]; then
    echo "nndesk: $program is there already, and is not of this installer" >&2
    exit 2
fi
mkdir -p "$prefix/lib" "$prefix/bin"
rm -rf "$program.new"
trap 'rm -rf "$program.new"' EXIT
cp -R "$here/nndesk" "$program.new"
(cd "$here" && find share ! -type d | sort && echo bin/nndesk) >"$program.new/installed"
cp "$here/setup.sh" "$program.new/setup.sh"
take_away
mkdir -p "$prefix/lib" "$prefix/bin"
mv "$program.new" "$program"
ln -sf ../lib/nndesk/nndesk "$prefix/bin/nndesk"
(cd "$here" && find share -type d) | while IFS= read -r name; do
    mkdir -p "$prefix/$name"
done
(cd "$here" && find share ! -type d) | while IFS= read -r name; do
    cp "$here/$name" "$prefix/$name"
done
# A menu does not look into every folder for programs.
while IFS= read -r line; do
    case $line in
        Exec=*) line="Exec=\"$prefix/bin/nndesk\" %f" ;;
    esac
    printf '%s\n' "$line"
done <"$here/share/applications/nndesk.desktop" >"$share/applications/nndesk.desktop"
refresh

for library in libEGL.so.1 libGL.so.1 libxcb.so.1; do
    if ! /sbin/ldconfig -p | grep -q "$library"; then
        echo "$library is missing here, and nndesk needs it; on Debian: apt-get install libegl1 libgl1" >&2
        break
    fi
done
echo "nndesk is in $prefix. Start it from the menu, or with $prefix/bin/nndesk"
echo "To remove it: sh '$program/setup.sh' --remove --prefix='$prefix'"
