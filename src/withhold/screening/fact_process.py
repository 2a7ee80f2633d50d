"""A program of its own: derives facts for ``workers``, a piece at a time, until its input ends.

Reads pickled (function, columns) and answers with the pickled list of results. The function's own module is
all of ours that it imports, so that it starts fast and stays small.
"""

import pickle
import sys


def _main() -> None:
    while True:
        try:
            derive, columns = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started this one
        except EOFError:
            return
        results = [derive(*values) for values in zip(*columns, strict=True)]
        pickle.dump(results, sys.stdout.buffer, protocol=5)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main()
