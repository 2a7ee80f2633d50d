"""Whether Spark can be asked here: it needs the extra `spark` and a Java of its own."""

import shutil
from importlib.util import find_spec
from typing import Final

MISSING: Final = tuple(
    name for name, there in (("pyspark", find_spec("pyspark")), ("java", shutil.which("java"))) if not there
)
SPARK: Final = () if MISSING else ("spark",)
