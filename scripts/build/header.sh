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
program=program-@PROGRAM_HASH@ program_at=@PROGRAM_AT@
program_files='@PROGRAM_FILES@' program_sizes='@PROGRAM_SIZES@'

# start ARGUMENT...: runs what `trusted` has found.
start() {
  # A cache that cannot be: nothing to read from it, nothing to trust. On a terminal Deno would say so.
  export DENO_DIR=/dev/null/deno DENO_NO_UPDATE_CHECK=1 DENO_LOG=error,deno::cache::cache_db=off
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
    set -- "$runtime" "$program" "$runtime/proftpd" "$runtime/ftpshut"
    for file in $program_files; do set -- "$@" "$program/$file"; done
    folder=$PWD
    while [ -n "$folder" ]; do set -- "$folder" "$@" && folder=${folder%/*}; done
    exec stat -c '%u %f %s' -- / "$@"
  ) 2>/dev/null || return 1
  home=${facts%%//*}
  case $home in *,*) return 1 ;; esac # separates paths in a permission flag
  complete ${facts##*//}
}

# complete {OWNER MODE SIZE}...: judges what stat says of the folders above the cache folder, of that
# folder, the two in it, and the files in those. Modes are hexadecimal and include the type.
complete() {
  above=
  while [ $# -gt @WORDS_INSIDE@ ]; do above="$above $1 $2" && shift 3; done
  me=$4 # the owner of the runtime's folder: [ -O ] has said that it is us
  files="$me 8140 $runtime_size $me 8140 $runtime_size"
  for size in $program_sizes; do files="$files $me 8100 $size"; done
  closed "$me" $above &&
    [ "$1 $2 $4 $5 $7 $8" = "$me 41c0 $me 41c0 $me 41c0" ] && shift 9 && [ "$*" = "$files" ]
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
  mkdir "$new/program" || return
  at=$program_at
  set -- $program_sizes
  for file in $program_files; do
    piece "$at" "$1" "$new/program/$file" && at=$((at + $1)) && shift || return
  done
  intact_program "$new/program" && sync "$new/program"/* &&
    { mv -T "$new/program" "$program" || intact_program "$program" ||
      { mv -T "$program" "$new/damaged" && mv -T "$new/program" "$program"; }; }
}

install_runtime() {
  intact_runtime "$runtime" && return
  mkdir "$new/runtime" &&
    piece "$runtime_at" "$runtime_size" "$new/runtime/proftpd" &&
    { ln "$new/runtime/proftpd" "$new/runtime/ftpshut" ||
      cp "$new/runtime/proftpd" "$new/runtime/ftpshut"; } &&
    intact_runtime "$new/runtime" && sync "$new/runtime"/* &&
    { mv -T "$new/runtime" "$runtime" || intact_runtime "$runtime" ||
      { mv -T "$runtime" "$new/damaged" && mv -T "$new/runtime" "$runtime"; }; }
}

# intact_program FOLDER, intact_runtime FOLDER: is every byte in it right? Then its modes are, too.
intact_program() {
  [ ! -L "$1" ] && [ "$(digest "$1" $program_files)" = "${program#*-}" ] &&
    chmod 700 "$1" && (cd "$1" && chmod 400 $program_files)
}

intact_runtime() {
  [ ! -L "$1" ] && [ "$(digest "$1" proftpd)" = "${runtime#*-}" ] &&
    cmp -s "$1/proftpd" "$1/ftpshut" &&
    chmod 700 "$1" && chmod 500 "$1/proftpd" "$1/ftpshut"
}

# digest FOLDER FILE...: the first 32 digits of the SHA-256 of the files, one behind the other.
digest() { (cd "$1" && shift && cat "$@") | sha256sum | cut -c 1-32; }

# piece OFFSET SIZE FILE: writes SIZE bytes of this script, from byte OFFSET on, to FILE.
piece() { tail -c "+$1" -- "$self" | head -c "$2" >"$3"; }

case $0 in /*) self=$0 ;; *) self=$PWD/$0 ;; esac
for link in @LINKS@; do [ "${0##*/}" != "$link" ] || set -- "@$link" "$@"; done

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
