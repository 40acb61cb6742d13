"""The command that makes `weights.tsv` anew."""

import sys

from obverse.formats.pasted.training.learn import main

main(sys.argv[1:])
