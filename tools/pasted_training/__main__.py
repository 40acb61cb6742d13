"""The command that makes `weights.tsv` anew."""

import sys

from pasted_training.learn import main

main(sys.argv[1:])
