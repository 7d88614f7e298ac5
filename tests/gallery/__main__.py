"""A folder in, the gallery's site in it out."""

import sys
from pathlib import Path

from tests.gallery import build, make

made = build(make(Path(sys.argv[1])))
sys.exit("\n".join(f"{one.path}:{one.line}: {one.message} {one.hint}" for one in made.problems) or 0)
