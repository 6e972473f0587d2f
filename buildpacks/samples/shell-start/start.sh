#!/usr/bin/env bash
# Starts the little server with what it is to say.
set -eu
words=$(sort -u words.txt | paste -sd ' ')
exec perl server.pl "$words"
