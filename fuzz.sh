#!/usr/bin/env bash
# Runs every fuzz target of the module for the time given (such as 10s).
set -euo pipefail
time=${1:?usage: fuzz.sh DURATION}
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
		echo "$package $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 10x "$package"
	done
done
