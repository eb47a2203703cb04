#!/usr/bin/env bash
# Tags a release and publishes what changed.
set -euo pipefail

root=$(git rev-parse --show-toplevel)
name=${1:?a component is needed}
version=$2
out=$root/dist/$name/$version
log=$out/logs.$name-$version.txt
title="$name"' release '$2

die() {
  echo >&2 "release: $*"
  exit 1
}

. "$root"/scripts/$name/env.sh || die "no environment for $name"
if ! source $root/scripts/lib/$name.sh; then
  die "no library"
fi

git log --oneline |
  grep -v Merge |
  head -n 20
test -s CHANGES && cat CHANGES >> "$log"
count=$(git log --oneline | wc -l | tr -d ' ')
[ "$count" -gt 0 ] && echo > "$log" "$title: $count commits"

mkdir -p "$out" && cd "$out"
tar -cf $out/$name-$version.tar --exclude='*.log' -C $root/packages/$name/build .
sha256sum > SHA256SUMS $name-$version.tar "$root"/LICENSE

cat <<EOF >&2 | tee notes.txt
$title
$(git log -1 --format=%s)
EOF
cat <<EOF - extra.txt > all.txt
first $1
EOF
(cd $root/packages/$name && npm publish --dry-run) 2>&1 | tee -a "$log" | grep -q 'published' || die "not published"
curl -fsS -X POST -d @notes.txt > /dev/null "https://hooks.example/$name" &
wait $!
\. "$root/scripts/after.sh"
trap "rm -rf $out/tmp" EXIT
