"""What a learner writes never becomes active in the feedback page or in the graded notebook."""

from __future__ import annotations

import re

import pytest
from graded_class import UNIT, GradedClass, active_content, answered, code, released

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"
SHOW = "from IPython.display import display, HTML, SVG, Javascript, Markdown, Latex, Image\n"
FAKE_PNG = "import base64\ndisplay({'image/png': base64.b64encode(b'<svg onload=alert(1)>').decode()}, raw=True)"
QUOTED_PNG = "display({'image/png': 'x\" onerror=\"alert(1)'}, raw=True)"


def text(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


# Answers to softmax whose failure quotes the learner.
QUOTED = {
    "exception": f"def softmax(Z):\n    raise ValueError('{SCRIPT}{IMAGE}')",
    "class name": f"E = type('{SCRIPT}', (Exception,), {{}})\ndef softmax(Z):\n    raise E('x')",
    "returned text": f"def softmax(Z):\n    return '{SCRIPT}'",
    "returned keys": f"def softmax(Z):\n    return {{'{SCRIPT}': 1}}",
    "source line": f"def softmax(Z):\n    raise ValueError  # {SCRIPT}",
    "syntax error": f"def softmax(Z):\n    return {SCRIPT}",
    "math": "def softmax(Z):\n    raise ValueError(r'$\\href{javascript:alert(1)}{x}$')",
    "backticks": f"def softmax(Z):\n    raise ValueError('`{SCRIPT}`')",
    "newlines": f"def softmax(Z):\n    raise ValueError('\\n\\n{SCRIPT}\\n\\n    {IMAGE}')",
    "ansi": "def softmax(Z):\n    raise ValueError('\\x1b[31m" + SCRIPT + "')",
}
# Cells of the learner's own.
CELLS = {
    "html": [code(SHOW + f"HTML('{SCRIPT}')")],
    "html display": [code(SHOW + f"display(HTML('{IMAGE}'))")],
    "svg": [code(SHOW + 'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>\')')],
    "javascript": [code(SHOW + "Javascript('alert(1)')")],
    "markdown display": [code(SHOW + f"Markdown('{SCRIPT}')")],
    "latex": [code(SHOW + "Latex(r'$\\href{javascript:alert(1)}{x}$')")],
    "widget": [
        code(SHOW + "display({'application/vnd.jupyter.widget-view+json': {'model_id': '" + SCRIPT + "'}}, raw=True)")
    ],
    "fake picture": [code(SHOW + FAKE_PNG)],
    "quoted picture": [code(SHOW + QUOTED_PNG)],
    "own repr": [code(f"class R:\n    def _repr_html_(self):\n        return '{SCRIPT}'\nR()")],
    "print": [code(f"print('{SCRIPT}')\nimport sys\nprint('{IMAGE}', file=sys.stderr)")],
    "value": [code(f"'{SCRIPT}'")],
    "traceback": [code(f"raise ValueError('{SCRIPT}')")],
    "source": [code(f"# {SCRIPT}\n'''</pre>{SCRIPT}'''")],
    "raw html": [text(f"{SCRIPT}\n\n<iframe src='https://example.org'></iframe>\n\n{IMAGE}")],
    "html block": [text(f"<div>\n{SCRIPT}\n</div>\n\n<style>body {{display: none}}</style>")],
    "links": [
        text(
            "[a](javascript:alert(1)) [b]( JaVaScRiPt:alert(1)) [c](java&#115;cript:alert(1)) [d](data:text/html,x)"
            " [e](vbscript:x) [f][g] <javascript:alert(1)> [h](\x01javascript:alert(1))"
            " [i](&#x6a;avascript&colon;alert(1))"
            "\n\n[g]: javascript:alert(1)\n\n[j](<javascript:alert(1)>) [k](javascript&#58;alert(1) 'title')"
        )
    ],
    "links in links": [text("[x [y](](javascript:alert(1)) [z](](](data:text/html,x)")],
    "pictures behind signs": [text("!![x](https://example.org/p.png) !!![y](x.svg) !![x [y](](attachment:foo.png)")],
    "doubled backslashes": [text(r"$\\href{javascript:alert(1)}{x} \\\\style{position:fixed}{x} \bbox[red]{x}$")],
    "joined commands": [text(r"$\re\newcommand{\frac}[2]{x} \g\def\x{y} \math\tip{a}{b} \href1{x} \style_{y}$")],
    "escape sequences": [
        code(r"print('\x1b[38m \x1b[48;2m \x1b]0;title\x07')"),
        code(r"raise ValueError('\x1b[48mx')"),
    ],
    "link titles": [text("[a](https://example.org 'x\" onmouseover=\"alert(1)')")],
    "pictures": [text('![x](https://example.org/count.png) ![y](javascript:alert(1)) ![z" onerror="alert(1)](x)')],
    "tex": [
        text("$\\href{javascript:alert(1)}{x}$ $$\\require{action}\\texttip{a}{b}$$ $</span><script>alert(1)</script>$")
    ],
    "code block": [text(f"```html\n{SCRIPT}\n```\n\n    {IMAGE}\n\n`{SCRIPT}`")],
    "heading": [text(f'# {SCRIPT}\n\n## " onclick=alert(1) x="')],
    "table": [text(f"|a|b|\n|-|-|\n|{SCRIPT}|{IMAGE}|")],
    "entities": [text("&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;alert(1)&#60;/script&#62;")],
    "mermaid": [text(f'```mermaid\ngraph TD; A["{SCRIPT}"]-->B\n```')],
    "raw cell": [{"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": SCRIPT}],
    "attachment": [dict(text("![x](attachment:x.svg)"), attachments={"x.svg": {"image/svg+xml": SCRIPT}})],
    "cell id": [dict(code("1"), id='x"><script>alert(1)</script>')],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    base = tmp_path_factory.mktemp("injection")
    notebook = released(base)
    submissions = {"honest": answered(notebook)}
    submissions |= {f"quoted {name}": answered(notebook, softmax=source) for name, source in QUOTED.items()}
    for name, cells in CELLS.items():
        made = answered(notebook)
        submissions[f"cell {name}"] = dict(made, cells=[*made["cells"], *cells])
    widgets = answered(notebook)
    widgets["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"x": "</script>" + SCRIPT}}
    widgets["metadata"]["title"] = SCRIPT
    submissions["metadata"] = widgets
    made = GradedClass(base, submissions)
    made.learners = list(submissions)
    made.autograde()
    made.generate_feedback()
    return made


LEARNERS = [*(f"quoted {name}" for name in QUOTED), *(f"cell {name}" for name in CELLS), "metadata"]


@pytest.mark.parametrize("learner", LEARNERS)
def test_nothing_becomes_active(graded, learner):
    assert active_content(graded.page(learner)) == active_content(graded.page("honest"))


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_graded_notebook_keeps_text_and_bitmaps_only(graded, learner):
    for cell in graded.notebook(learner).cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            continue
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {"text/plain", "image/png"}


def test_no_active_tex_is_left(graded):
    """Not by what stands before or behind a command that was taken out."""
    for name in ("tex", "doubled backslashes", "joined commands"):
        shown = graded.page(f"cell {name}")
        found = re.findall(r"\\+(?:href|style|bbox|require|texttip|renewcommand|newcommand|gdef|mathtip)", shown)
        assert found == []


@pytest.mark.parametrize("name", CELLS)
def test_marks_are_not_touched(graded, name):
    assert sum(graded.points(f"cell {name}").values()) == 7


def test_the_learner_still_reads_what_they_wrote(graded):
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in graded.page("quoted exception")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in graded.page("cell print")


def test_our_own_prose_keeps_its_form(graded):
    assert "<details><summary>Conventions</summary>" in graded.page("honest")
    assert UNIT in graded.page("honest")
