"""``python -m attdata`` is the command line."""

from attdata.cli import main

if __name__ == "__main__":
    main()
