# shellcheck shell=sh
# How Regatta's launchers start a JVM. They source this file: the one of a checkout and the one of the images.
#
# REGATTA_JAVA_OPTS   further options for the JVM

fail() {
  echo "regatta: $*" >&2
  exit 1
}

# feature JAVA: its feature release (17, 21, ...), empty where it does not run. The release file
# saves the start of a JVM.
feature() {
  release=$(dirname "$(dirname "$(readlink -f "$1")")")/release
  if [ -r "$release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
  else
    "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'
  fi
}

# Sets java and version.
find_java() {
  for java in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)"; do
    [ -n "$java" ] && [ -x "$java" ] || continue
    version=$(feature "$java")
    [ "${version:-0}" -ge 17 ] && return
  done
  fail "needs a JDK, 17 or newer, in JAVA_HOME or on the PATH" \
    "(on Debian or Ubuntu: apt-get install openjdk-17-jdk-headless)"
}

# With less inlining the JVM's second compiler has half the work, and sweeps are planned, answered and
# scored by code that has just started.
compiler="-XX:MaxInlineLevel=9 -XX:InlineSmallCode=1000 -XX:FreqInlineSize=120"

# start OPTIONS...: becomes the JVM, with the options in heap.
start() {
  # Warnings of the JVM would go to standard output, into --json.
  set -- $heap -Xlog:disable -Xlog:all=error:stderr $compiler ${REGATTA_JAVA_OPTS:-} "$@"
  # Whether progress is redrawn in place; a JVM cannot tell.
  if [ -t 2 ]; then terminal=true; else terminal=false; fi
  set -- -Dregatta.terminal=$terminal "$@"
  case " ${REGATTA_JAVA_OPTS:-} " in
    *" -XX:+Use"*"GC "*) ;;
    *) set -- -XX:+UseSerialGC "$@" ;; # least memory and threads for a heap of this size
  esac
  [ "$version" -lt 24 ] || set -- --sun-misc-unsafe-memory-access=allow "$@"
  exec "$java" "$@"
}
