"""`python -m obverse`: the command without its script."""

from obverse.cli import main

if __name__ == "__main__":
    main()
