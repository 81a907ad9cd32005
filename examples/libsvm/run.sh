#!/bin/sh
# LIBSVM as a contestant, a pipe around its tools: a support vector machine with
# an RBF kernel. Parameters: C and gamma (for pixels from 0 to 1), and images, how
# many of the training images it takes: all 60,000 take hours.
set -eu
command -v svm-train || { echo 'LIBSVM is not installed'; exit 77; }
cd "$TMPDIR"

# dims FILE N: the Nth dimension of an IDX file.
dims() { od -An -v -t u1 -j $((4 * $2)) -N 4 "$1" | awk '{ print (($1 * 256 + $2) * 256 + $3) * 256 + $4 }'; }

# items FILE COUNT SIZE HEADER: the first items of a file, one a line.
items() { tail -c +$(($4 + 1)) "$1" | head -c $(($2 * $3)) | od -An -v -t u1 -w"$3"; }

# sparse LABELS: what LIBSVM reads, a label and pairs of feature:value.
sparse() {
    awk -v labels="$1" '{
        label = 0
        if (labels != "") getline label < labels
        line = label + 0
        for (i = 1; i <= NF; i++) if ($i) line = line " " i ":" $i / 255
        print line
    }'
}

now() { date +%s.%N; }

all=$(dims "$FMNIST_TRAIN_IMAGES" 1)
test=$(dims "$FMNIST_TEST_IMAGES" 1)
size=$(($(dims "$FMNIST_TRAIN_IMAGES" 2) * $(dims "$FMNIST_TRAIN_IMAGES" 3)))
count=$FMNIST_PARAMETER_images
[ "$count" -lt "$all" ] || count=$all

items "$FMNIST_TRAIN_LABELS" "$count" 1 8 > labels
items "$FMNIST_TRAIN_IMAGES" "$count" "$size" 16 | sparse labels > train
items "$FMNIST_TEST_IMAGES" "$test" "$size" 16 | sparse "" > test

begin=$(now)
svm-train -q -t 2 -c "$FMNIST_PARAMETER_C" -g "$FMNIST_PARAMETER_gamma" -m 500 train model
fitted=$(now)
svm-predict -q test model predicted > /dev/null
done=$(now)

{
    printf '\0\0\10\1'
    awk -v n="$test" 'BEGIN { printf "\\%o\\%o\\%o\\%o", n / 16777216, n / 65536 % 256, n / 256 % 256, n % 256 }' | xargs -0 printf '%b'
    awk '{ printf "\\0%o", $1 }' predicted | xargs -0 printf '%b'
} > "$FMNIST_PREDICTIONS"
awk -v b="$begin" -v f="$fitted" -v d="$done" 'BEGIN { printf "{\"fit_seconds\": %.6f, \"predict_seconds\": %.6f}\n", f - b, d - f }' > "$FMNIST_REPORT"
