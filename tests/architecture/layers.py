"""Holds the sources to docs/architecture.md: `layers.py ROOT` prints every breach and exits 1."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

LONGEST_FILE = 500  # lines

# Where the headers of a library of the table begin.
LIBRARIES = {
    "Boost.Graph": ("boost/graph/",),
    "Boost.Math": ("boost/math/", "boost/multiprecision/"),
    "Boost.Program_options": ("boost/program_options",),
    "Boost.Random": ("boost/random/",),
    "Eigen": ("Eigen/",),
    "HDF5": ("H5Cpp.h", "hdf5.h"),
    "Open MPI": ("mpi.h",),
    "Random123": ("Random123/",),
    "XGBoost": ("xgboost/",),
    "fmt": ("fmt/",),
    "nlohmann-json": ("nlohmann/",),
    "toml++": ("toml++/",),
    "zlib": ("zlib.h",),
}
# C++'s own headers have neither a folder nor an ending; these are the platform's.
PLATFORM = re.compile(r"immintrin\.h|unistd\.h|fcntl\.h|poll\.h|signal\.h|sys/\w+\.h")

# What the library leaves to the program. A function of a type may be called `exit`; a statement
# that begins with it, or a qualified one, is the C library's.
PRINTS = re.compile(
    r"\bstd::(cout|cerr|clog)\b|\bfmt::print\b|\b(v?f?printf|f?puts|putchar|perror)\s*\(")
STATEMENT_START = " \t\n;{})"
ENDS = re.compile(
    r"(?:\bstd::|(?<!\w)::|^\s*|[;{})]\s*)(exit|_exit|_Exit|quick_exit|abort|terminate)\s*\(", re.M)
READS_ENVIRONMENT = re.compile(r"\b(secure_)?getenv\s*\(|\benviron\b")

NOT_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'', re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
ROW = re.compile(r"^\| `(\w+)` \|([^|]*)\|[^|]*\|([^|]*)\|$", re.M)


@dataclass
class Layer:
    reach: set[str]  # layers that it may include, itself among them
    libraries: set[str]


def read_layers(page: str) -> dict[str, Layer]:
    """The table of the page: a row names only layers above it, so there are no cycles."""
    layers: dict[str, Layer] = {}
    for name, below, libraries in ROW.findall(page):
        reach = {name}
        for other in re.findall(r"\w+", below):
            reach |= layers[other].reach
        layers[name] = Layer(reach, {word.strip() for word in libraries.split(",") if word.strip()})
    return layers


def blank(match: re.Match) -> str:
    return "\n" * match[0].count("\n") or " "


def breaches_of_include(name: str, quoted: bool, layer: Layer, public: bool) -> list[str]:
    if quoted:
        target = name.removeprefix("greenlane/").split("/")[0] if "/" in name else ""
        if target not in layer.reach:
            return [f'the layer table does not allow "{name}"']
        if public and not name.startswith("greenlane/"):
            return [f'a public header includes the private "{name}"']
        return []
    if re.fullmatch(r"[a-z_0-9]+", name) or PLATFORM.fullmatch(name):
        return []
    if public:
        return [f"third-party header <{name}> under include/"]
    for library, beginnings in LIBRARIES.items():
        if name.startswith(beginnings):
            allowed = library in layer.libraries
            return [] if allowed else [f"{library} is not a library of this layer"]
    return [f"<{name}> belongs to no library of the table"]


def breaches_of_file(path: Path, layer_name: str, layer: Layer, public: bool):
    """Pairs of line and breach."""
    text = path.read_text(encoding="utf-8")

    def line(position: int) -> int:
        return text.count("\n", 0, position) + 1

    for found in INCLUDE.finditer(text):
        for breach in breaches_of_include(found[2], found[1] == '"', layer, public):
            yield line(found.start(2)), breach
    if layer_name != "cli":
        code = NOT_CODE.sub(blank, text)
        for pattern, does in ((PRINTS, "prints"), (ENDS, "ends the process"),
                              (READS_ENVIRONMENT, "reads the environment")):
            for found in pattern.finditer(code):
                call = found[0].lstrip(STATEMENT_START)
                yield code.count("\n", 0, found.end()) + 1, f"{call} {does}: leave it to cli"


def breaches_of_length(root: Path):
    for top in ("include", "src", "tests", "bench"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".h", ".cpp", ".py"):
                lines = len(path.read_text(encoding="utf-8").splitlines())
                if lines > LONGEST_FILE:
                    yield f"{path.relative_to(root)}:{lines}: longer than {LONGEST_FILE} lines"


def breaches_of_lists(root: Path):
    """A source stands in the list of its layer, a test or benchmark in any list of its tree."""
    for top in ("src", "tests", "bench"):
        lists = {path.parent: path.read_text(encoding="utf-8")
                 for path in (root / top).rglob("CMakeLists.txt")}
        for source in sorted((root / top).rglob("*.cpp")):
            searched = [lists.get(source.parent, "")] if top == "src" else lists.values()
            name = re.compile(rf"(?<![\w.]){re.escape(source.stem)}(\.cpp)?(?![\w.])")
            if not any(name.search(listed) for listed in searched):
                yield f"{source.relative_to(root)}:1: stands in no CMakeLists.txt"


def breaches(root: Path) -> list[str]:
    layers = read_layers((root / "docs/architecture.md").read_text(encoding="utf-8"))
    found = []
    for top in (root / "include/greenlane", root / "src"):
        for path in sorted(top.glob("*/**/*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            name = path.relative_to(top).parts[0]
            if name not in layers:
                found.append(f"{path.relative_to(root)}:1: `{name}` is not a layer of the table")
                continue
            public = top.name == "greenlane"
            found += [f"{path.relative_to(root)}:{line}: {breach}"
                      for line, breach in breaches_of_file(path, name, layers[name], public)]
    return found + list(breaches_of_length(root)) + list(breaches_of_lists(root))


if __name__ == "__main__":
    found = breaches(Path(sys.argv[1]))
    print("\n".join(found))
    sys.exit(1 if found else 0)
