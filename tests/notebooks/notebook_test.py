"""Runs every notebook on studies that the program makes here, and looks at what they draw."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import nbclient
import nbformat

PROGRAM = os.environ["GREENLANE_PROGRAM"]
CHECKOUT = Path(os.environ["GREENLANE_CHECKOUT"])
NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


class NotebookTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="greenlane-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def execute(self, notebook, scenario):
        """The notebook with its outputs, for a short run of a scenario."""
        study = self.folder / scenario
        subprocess.run([PROGRAM, "run", CHECKOUT / f"scenarios/{scenario}.toml", "--replications",
                        "3", "--set", "scenario.duration=14d", "--out", study],
                       check=True, capture_output=True)
        executed = nbformat.read(notebook, 4)
        environment = {**os.environ, "GREENLANE_STUDY": str(study / "study.h5")}
        nbclient.NotebookClient(executed, timeout=300, kernel_name="python3").execute(
            cwd=str(self.folder), env=environment)
        return executed

    def test_are_stored_without_outputs(self):
        self.assertTrue(NOTEBOOKS)
        for notebook in NOTEBOOKS:
            with self.subTest(notebook.name):
                stored = nbformat.read(notebook, 4)
                nbformat.validate(stored)
                self.assertEqual([cell.outputs for cell in code_cells(stored) if cell.outputs], [])

    def test_draw_a_picture_in_every_cell_but_the_first(self):
        # The sea port knows every figure, the single desk neither lanes nor inspections.
        for notebook in NOTEBOOKS:
            for scenario in ("sea-port", "one-desk"):
                with self.subTest(notebook.name, scenario=scenario):
                    first, *others = code_cells(self.execute(notebook, scenario))
                    self.assertIn(f"{scenario} under", first.outputs[0].text)
                    for cell in others:
                        pictures = [output for output in cell.outputs
                                    if "image/png" in output.get("data", {})]
                        self.assertEqual(len(pictures), 1, cell.source)


if __name__ == "__main__":
    unittest.main()
