#!/bin/sh
n=0
while sleep 5; do
  n=$((n + 1))
  echo "counted to $n"
done
