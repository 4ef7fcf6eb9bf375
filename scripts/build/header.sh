#!/bin/sh
# @NAME@: a shell script with a program and its runtime behind it. The first start unpacks both into
# a cache folder; that start and every later one run them from there. What is in the cache is run
# only if it belongs to this user, nobody else can change it or a folder above it, and it is
# complete: every file has the size that it had when this file was made.
#
# Any POSIX shell with `test -O` will do. A start that finds everything unpacked costs one child,
# stat(1). Parts in capitals between @ are filled in by scripts/build/self_unpacking.ts.

name=@NAME@
runtime=runtime-@RUNTIME_HASH@ runtime_at=@RUNTIME_AT@ runtime_size=@RUNTIME_SIZE@
program=program-@PROGRAM_HASH@ program_at=@PROGRAM_AT@ program_size=@PROGRAM_SIZE@
main_at=@MAIN_AT@ main_size=@MAIN_SIZE@

# start ARGUMENT...: runs what `trusted` has found.
start() {
  # A cache that cannot be: nothing to read from it, nothing to trust.
  export DENO_DIR=/dev/null/deno DENO_NO_UPDATE_CHECK=1
  allow_run=--allow-run=$home/$runtime/$name
  # With one of these set, Deno starts no other program unless it may start every program.
  [ -z "${LD_PRELOAD+x}${LD_LIBRARY_PATH+x}${LD_AUDIT+x}" ] || allow_run=--allow-run
  exec "$home/$runtime/$name" @FLAGS@ "$home/$program/main.js" "$@"
}

# trusted FOLDER: may what is unpacked in FOLDER be run? Sets home to FOLDER's real path.
trusted() {
  [ -O "$1/$runtime" ] && [ -O "$1/$program" ] && [ -x "$1/$runtime/$name" ] || return 1
  facts=$(
    cd -P -- "$1" && printf '%s//' "$PWD" || exit
    PATH=/usr/bin:/bin:$PATH
    set -- "$runtime" "$runtime/proftpd" "$runtime/ftpshut" \
      "$program" "$program/main.js" "$program/program.txt"
    folder=$PWD
    while [ -n "$folder" ]; do set -- "$folder" "$@" && folder=${folder%/*}; done
    exec stat -c '%u %f %s' -- / "$@"
  ) 2>/dev/null || return 1
  home=${facts%%//*}
  case $home in *,*) return 1 ;; esac # separates paths in a permission flag
  complete ${facts##*//}
}

# complete OWNER MODE SIZE...: judges what stat says of the folders above the cache folder, then of
# that folder, then of the six things in it. Modes are hexadecimal and include the type.
complete() {
  above=
  while [ $# -gt 21 ]; do above="$above $1 $2" && shift 3; done
  me=$4 # the owner of the runtime's folder: [ -O ] has said that it is us
  closed "$me" $above &&
    [ "$1 $2 $4 $5 ${13} ${14}" = "$me 41c0 $me 41c0 $me 41c0" ] &&
    [ "$7 $8 $9" = "$me 8140 $runtime_size" ] &&
    [ "${10} ${11} ${12}" = "$me 8140 $runtime_size" ] &&
    [ "${16} ${17} ${18}" = "$me 8100 $main_size" ] &&
    [ "${19} ${20} ${21}" = "$me 8100 $program_size" ]
}

# closed UID {OWNER MODE}...: can nobody but UID and root replace what is below these folders? Each
# must be theirs, and writable for nobody else unless it is sticky, as /tmp is.
closed() {
  uid=$1 && shift
  while [ $# -gt 0 ]; do
    [ "$1" = 0 ] || [ "$1" = "$uid" ] || return 1
    [ $((0x$2 & 0170000)) -eq $((0040000)) ] || return 1
    [ $((0x$2 & 022)) -eq 0 ] || [ $((0x$2 & 01000)) -ne 0 ] || return 1
    shift 2
  done
}

# unpack FOLDER: puts into FOLDER what is missing there, each part under another name first, so
# that nobody ever finds half of it. A subshell: its umask, PATH and traps are not the program's.
unpack() (
  umask 077
  PATH=/usr/bin:/bin:$PATH
  case $1 in /*) ;; *) exit 1 ;; esac
  mkdir -p -- "$1" && [ -O "$1" ] && cd -P -- "$1" || exit 1
  folder=$PWD
  set --
  while [ -n "$folder" ]; do folder=${folder%/*} && set -- "${folder:-/}" "$@"; done
  closed "$(id -u)" $(stat -c '%u %f' -- "$@") && chmod 700 . || exit 1

  find . -maxdepth 1 -name 'new-*' -mmin +60 -exec rm -rf {} + # whose makers were killed
  new=$PWD/$(mktemp -d new-XXXXXX) || exit 1
  trap 'rm -rf -- "$new"' EXIT
  trap 'exit 1' HUP INT TERM
  install_program && install_runtime
) 2>/dev/null

install_program() {
  intact_program "$program" && return
  mkdir "$new/program" &&
    piece "$main_at" "$main_size" "$new/program/main.js" &&
    piece "$program_at" "$program_size" "$new/program/program.txt" &&
    intact_program "$new/program" &&
    sync "$new/program/main.js" "$new/program/program.txt" &&
    { mv -T "$new/program" "$program" || intact_program "$program" ||
      { mv -T "$program" "$new/damaged" && mv -T "$new/program" "$program"; }; }
}

install_runtime() {
  intact_runtime "$runtime" && return
  mkdir "$new/runtime" &&
    piece "$runtime_at" "$runtime_size" "$new/runtime/proftpd" &&
    { ln "$new/runtime/proftpd" "$new/runtime/ftpshut" ||
      cp "$new/runtime/proftpd" "$new/runtime/ftpshut"; } &&
    intact_runtime "$new/runtime" &&
    sync "$new/runtime/proftpd" "$new/runtime/ftpshut" &&
    { mv -T "$new/runtime" "$runtime" || intact_runtime "$runtime" ||
      { mv -T "$runtime" "$new/damaged" && mv -T "$new/runtime" "$runtime"; }; }
}

# intact_program FOLDER, intact_runtime FOLDER: is every byte in it right? Then its modes are, too.
intact_program() {
  [ ! -L "$1" ] && [ "$(digest "$1/main.js" "$1/program.txt")" = "${program#*-}" ] &&
    chmod 700 "$1" && chmod 400 "$1/main.js" "$1/program.txt"
}

intact_runtime() {
  [ ! -L "$1" ] && [ "$(digest "$1/proftpd")" = "${runtime#*-}" ] &&
    cmp -s "$1/proftpd" "$1/ftpshut" &&
    chmod 700 "$1" && chmod 500 "$1/proftpd" "$1/ftpshut"
}

# digest FILE...: the first 32 digits of the SHA-256 of the files, one behind the other.
digest() { cat -- "$@" | sha256sum | cut -c 1-32; }

# piece OFFSET SIZE FILE: writes SIZE bytes of this script, from byte OFFSET on, to FILE.
piece() { tail -c "+$1" -- "$self" | head -c "$2" >"$3"; }

case $0 in /*) self=$0 ;; *) self=$PWD/$0 ;; esac

# Where no folder can be derived from the environment, it is one in /tmp. Somebody else may have
# made that first, to be in the way: hence those with an unpredictable name behind it.
for cache in "${XDG_CACHE_HOME:+$XDG_CACHE_HOME/proftpd}" /var/cache/proftpd \
  "${HOME:+$HOME/.cache/proftpd}"; do
  trusted "$cache" && start "$@"
done
temporary=${TMPDIR:-/tmp}/proftpd-$(id -u)
for cache in "$temporary" "$temporary".??????; do
  trusted "$cache" && start "$@"
done

for cache in "${XDG_CACHE_HOME:+$XDG_CACHE_HOME/proftpd}" /var/cache/proftpd \
  "${HOME:+$HOME/.cache/proftpd}" "$temporary"; do
  unpack "$cache" && trusted "$cache" && start "$@"
done
cache=$(PATH=/usr/bin:/bin:$PATH && umask 077 && mktemp -d "$temporary.XXXXXX") &&
  unpack "$cache" && trusted "$cache" && start "$@"

echo "$name: cannot unpack: found no folder with room for $runtime_size bytes that only this user" \
  "can write to and programs can be started from; name one in XDG_CACHE_HOME" >&2
rmdir "$cache" 2>/dev/null
exit 1
