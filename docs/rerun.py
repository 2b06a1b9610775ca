"""Run the cells of a notebook anew and keep what they show: `python docs/rerun.py`, after results have changed.

As a notebook does, but without one: what a cell prints, the value of its last line, and the figures that it draws.
"""

from __future__ import annotations

import ast
import io
import json
import tempfile
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib

NOTEBOOK = Path(__file__).parent / "sweep.ipynb"
Cell = dict[str, Any]


def code_cells(notebook: dict[str, Any]) -> list[Cell]:
    """Return the cells of a notebook that hold code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def rerun(notebook: dict[str, Any]) -> None:
    """Run all cells in an empty folder and put what they show into the notebook."""
    matplotlib.use("Agg")
    names: dict[str, Any] = {"__name__": "notebook"}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for number, cell in enumerate(code_cells(notebook), 1):
            cell["execution_count"], cell["outputs"] = number, list(outputs(cell, names, number))


def outputs(cell: Cell, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Return what a cell shows."""
    import matplotlib.pyplot as plt

    told = io.StringIO()
    with redirect_stdout(told):
        value = run("".join(cell["source"]), names)
    found: list[dict[str, Any]] = []
    if told.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": lines(told.getvalue())})
    if value is not None:
        data = {"text/plain": lines(repr(value))}
        if hasattr(value, "_repr_html_"):
            data["text/html"] = lines(value._repr_html_())
        found.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    for each in plt.get_fignums():
        picture = {"image/svg+xml": lines(svg(plt.figure(each)))}
        found.append({"data": picture, "metadata": {}, "output_type": "display_data"})
    plt.close("all")
    return found


def run(code: str, names: dict[str, Any]) -> Any:
    """Run code, and return the value of its last line if that is an expression."""
    *body, last = ast.parse(code).body
    shown = isinstance(last, ast.Expr)
    exec(compile(ast.Module(body if shown else [*body, last], []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None


def svg(figure: Any) -> str:
    """Return a figure as text, the same each time."""
    with io.StringIO() as stream, matplotlib.rc_context({"svg.hashsalt": "sipabm", "svg.fonttype": "none"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        return stream.getvalue()


def lines(text: str) -> list[str]:
    """Return a text as a notebook keeps it: a list of its lines."""
    return text.splitlines(keepends=True)


if __name__ == "__main__":
    loaded = json.loads(NOTEBOOK.read_text("utf-8"))
    rerun(loaded)
    NOTEBOOK.write_text(json.dumps(loaded, indent=1, ensure_ascii=False) + "\n", "utf-8")
