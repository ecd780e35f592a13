"""Plants each breach in a small tree and sees it reported, with its place."""

import tempfile
import unittest
from pathlib import Path

import layers

PAGE = """
| layer | may include | what lives there | libraries |
| --- | --- | --- | --- |
| `core` | | units | |
| `random` | `core` | draws | Random123 |
| `kpi` | `core` | totals | |
| `engine` | `random`, `kpi` | replications | |
| `cli` | `engine` | subcommands | fmt |
"""


class LayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("docs/architecture.md", PAGE)
        self.write("src/engine/CMakeLists.txt", "target_sources(greenlane PRIVATE\n    run.cpp\n)")
        self.write("src/cli/CMakeLists.txt", "target_sources(greenlane_program PRIVATE main.cpp)")

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def reported(self, path, text):
        self.write(path, text)
        return layers.breaches(self.root)

    def assert_reported(self, path, text, *expected):
        self.assertEqual(self.reported(path, text), [f"{path}:{breach}" for breach in expected])

    def test_a_sound_tree_has_no_breach(self):
        self.write("include/greenlane/engine/run.h",
                   '#pragma once\n#include "greenlane/kpi/total.h"\n#include <vector>\n')
        self.write("src/cli/main.cpp", '#include <fmt/core.h>\nint main() { fmt::print("hi"); }\n')
        self.assertEqual(self.reported("src/engine/run.cpp", """
            #include "core/named.h"  // through random and kpi
            #include "engine/queue.h"
            #include "greenlane/random/draw.h"
            #include <sys/stat.h>
            // std::cout, getenv("HOME") and exit(1) in a comment
            const char* text = "printf(1); exit(1)";
            static constexpr Target exit(Exit exit) { return Target::exit(exit); }
            void write(char* out, Target t) { std::snprintf(out, 9, "%d", t.exit()); }
            """), [])

    def test_an_include_against_the_table(self):
        refused = 'the layer table does not allow "{}"'.format
        self.assert_reported("src/engine/run.cpp", '\n\n#include "greenlane/cli/main.h"\n',
                             "3: " + refused("greenlane/cli/main.h"))
        self.assert_reported("src/engine/run.cpp", '#include "cli/main.h"\n',
                             "1: " + refused("cli/main.h"))
        self.assert_reported("src/engine/run.cpp", '#include "queue.h"\n',
                             "1: " + refused("queue.h"))
        self.assert_reported("src/engine/run.cpp", "\n")
        self.assert_reported("include/greenlane/kpi/total.h",
                             '#include "greenlane/random/draw.h"\n',
                             "1: " + refused("greenlane/random/draw.h"))

    def test_a_public_header_that_includes_a_private_one(self):
        self.assert_reported("include/greenlane/kpi/total.h", '#include "core/named.h"\n',
                             '1: a public header includes the private "core/named.h"')

    def test_a_third_party_header_under_include(self):
        self.assert_reported("include/greenlane/random/draw.h", "#include <Random123/philox.h>\n",
                             "1: third-party header <Random123/philox.h> under include/")

    def test_a_library_of_another_layer(self):
        self.assert_reported("src/engine/run.cpp", "#include <Random123/philox.h>\n",
                             "1: Random123 is not a library of this layer")
        self.assert_reported("src/engine/run.cpp", "#include <curl/curl.h>\n",
                             "1: <curl/curl.h> belongs to no library of the table")

    def test_a_library_that_prints_ends_or_reads_the_environment(self):
        for call, breach in (("std::cout << 1;", "std::cout prints"),
                             ("printf(x);", "printf( prints"),
                             ("std::fputs(x, y);", "fputs( prints"),
                             ("fmt::print(x);", "fmt::print prints"),
                             ("std::exit(1);", "std::exit( ends the process"),
                             ("exit(1);", "exit( ends the process"),
                             ("::abort();", "::abort( ends the process"),
                             ("std::getenv(x);", "getenv( reads the environment")):
            with self.subTest(call):
                self.assert_reported("src/engine/run.cpp", f"void f()\n{{\n    {call}\n}}\n",
                                     f"3: {breach}: leave it to cli")

    def test_a_file_that_is_too_long(self):
        self.assert_reported("src/engine/run.cpp", "\n" * 500)
        self.assert_reported("src/engine/run.cpp", "\n" * 501, "501: longer than 500 lines")

    def test_a_source_in_no_list(self):
        self.assert_reported("src/engine/rerun.cpp", "\n", "1: stands in no CMakeLists.txt")
        (self.root / "src/engine/rerun.cpp").unlink()
        self.write("tests/CMakeLists.txt", "")
        self.assert_reported("tests/unit/engine/run_test.cpp", "\n",
                             "1: stands in no CMakeLists.txt")
        self.write("tests/CMakeLists.txt", "greenlane_unit_test(engine unit/engine/run_test.cpp)")
        self.assert_reported("tests/unit/engine/run_test.cpp", "\n")

    def test_a_folder_that_is_no_layer(self):
        self.write("src/utils/CMakeLists.txt", "text.cpp")
        self.assert_reported("src/utils/text.cpp", "\n", "1: `utils` is not a layer of the table")


if __name__ == "__main__":
    unittest.main()
