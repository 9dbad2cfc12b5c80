#!/bin/bash
# try-images.sh: runs a sweep with coordinator, aggregator and workers out of the tars of the images, each in
# namespaces of its own: the image's files at /app and /etc, a read-only root, user 65532, an empty /tmp. The JVM
# and the C library are this machine's, in place of those of a base image.
#
# Needs Linux, bubblewrap, a JDK, and the tars: ./mvnw -pl docker -am package -Pimages -Djib.from.image=scratch
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java=$(readlink -f "${JAVA_HOME:+$JAVA_HOME/bin/java}" || readlink -f "$(command -v java)")
jdk=$(dirname "$(dirname "$java")")
data=${DATA:-$work/data}

# unpack IMAGE: its layers, one on the other.
unpack() {
  local root=$work/$1 tar=$here/target/$1.tar layer
  [ -f "$tar" ] || { echo "$tar is missing: build with -Pimages" >&2; exit 1; }
  mkdir -p "$root" "$work/tar/$1"
  tar -xf "$tar" -C "$work/tar/$1"
  for layer in $(tr ',' '\n' <"$work/tar/$1/manifest.json" | sed -n 's/.*"\([0-9a-f]*\.tar\.gz\)".*/\1/p'); do
    tar --warning=no-unknown-keyword -xzf "$work/tar/$1/$layer" -C "$root"
  done
}

# launcher IMAGE: writes a command that runs the entry point of the image with the arguments it gets.
launcher() {
  cat >"$work/run-$1" <<EOF
#!/bin/bash
host=()
for path in /lib /lib64 /bin /sbin; do
  [ ! -e "\$path" ] || host+=(--symlink "usr\$path" "\$path")
done
for path in /etc/alternatives /etc/java-*-openjdk /etc/ssl/certs; do
  [ ! -e "\$path" ] || host+=(--ro-bind "\$path" "\$path")
done
info=\$(mktemp -u "$work/info.XXXXXX")
bwrap --unshare-user --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup-try --uid 65532 --gid 65532 \\
  --hostname "$1" --die-with-parent --as-pid-1 --cap-drop ALL --clearenv --info-fd 3 \\
  --ro-bind /usr /usr --ro-bind "$jdk" "$jdk" "\${host[@]}" --ro-bind "$work/hosts" /etc/hosts \\
  --ro-bind "$work/$1/app" /app --ro-bind "$work/$1/etc/passwd" /etc/passwd --ro-bind "$work/$1/etc/group" /etc/group \\
  --proc /proc --dev /dev --tmpfs /tmp --tmpfs /scratch --bind "$data/store" "$data/store" --remount-ro / --chdir /tmp \\
  --setenv HOME /tmp --setenv LC_ALL C.UTF-8 --setenv PATH /usr/bin:/bin --setenv JAVA_HOME "$jdk" \\
  --setenv REGATTA_HEAP 1g -- /app/bin/regatta "\$@" 3>"\$info" &
sandbox=\$!
# As a container's engine does it: the signal is for process 1 inside.
trap 'kill -TERM "\$(sed -n "s/.*child-pid\": *\([0-9]*\).*/\1/p" "\$info")"' TERM
while true; do
  code=0
  wait "\$sandbox" || code=\$?
  kill -0 "\$sandbox" 2>/dev/null || exit "\$code"
done
EOF
  chmod 755 "$work/run-$1"
}

chmod 711 "$work"
mkdir -p "$data/store"
echo "127.0.0.1 localhost coordinator worker worker-cpu aggregator" >"$work/hosts"
for image in coordinator worker worker-cpu aggregator; do
  unpack "$image"
  launcher "$image"
  echo "$image: $("$work/run-$image" --version)"
done
"$work/run-coordinator" coordinator --help | head -n 3
DATA=$data SCRATCH=/scratch/coordinator \
  COORDINATOR="$work/run-coordinator coordinator" \
  WORKER="$work/run-worker worker" \
  AGGREGATOR="$work/run-aggregator aggregator" \
  "$here/sweep.sh" "$@"
