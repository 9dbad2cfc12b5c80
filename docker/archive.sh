#!/bin/bash
# archive.sh APP SERVICE: puts a class-data archive of the service at APP beside it, of the classes that it loads
# while a sweep is run with it. The JVM must be the one that the service will have, and APP the place.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
app=$1
service=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/service" <<EOF
#!/bin/sh
exec 9>"$work/lock"
# Of two workers one is enough.
flock -n 9 && export REGATTA_JAVA_OPTS="-XX:ArchiveClassesAtExit=$app/archive/$service.jsa"
export REGATTA_HEAP=1g
exec "$app/bin/regatta" $service "\$@"
EOF
chmod 755 "$work/service"
rm -rf "$app/archive"
mkdir "$app/archive"
declare -x "${service^^}=$work/service"
DATA=$work/data REGATTA="${JAVA_HOME:+$JAVA_HOME/bin/}java -Xmx1g -jar $here/../cli/target/regatta.jar" "$here/sweep.sh"
ls "$app/archive/$service.jsa"
