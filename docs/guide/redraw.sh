#!/bin/sh
# Draws a spot-check again: sh redraw.sh SEED list.csv > order.csv
#
# Needs nothing of Gezhi: a shell, sha256sum, sort and awk. Prints `grid,place,sampled,dwelling`: the order of every grid, 1 in
# the third column for the sample and 0 for those who would replace somebody of it, in this order.
set -eu
seed=$1
list=$2

tail -n +2 "$list" | while IFS=, read -r grid size dwelling; do
    key=$(printf '%s%s' "$seed" "$dwelling" | sha256sum | cut -c1-64)
    printf '%s,%s,%s,%s\n' "$grid" "$key" "$size" "$dwelling"
done | LC_ALL=C sort | awk -F, '
    $1 != grid { grid = $1; place = 0 }
    { place++; print $1 "," place "," (place <= $3 ? 1 : 0) "," $4 }
'
