"""Entries in a terminal: plain text in lines that fit."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_dlgloss.console import BOLD, PLAIN, write_line
from sphinx_dlgloss.layers import Layered
from sphinx_dlgloss.model import Formula, Glossary, Reference, Term
from sphinx_dlgloss.proof import proofread
from sphinx_dlgloss.terminal import entry_lines
from tests.samples import REFERENCES, SAMPLE, make_glossary, make_term

DROPOUT = """\
*Dropout*
Regularization · beginner

The summary of dropout, which a card shows to its
reader.

Units are switched off with probability $p$, against
overfitting.

- As one of them
- as *another*, with `code` and H_2O

See the paper <https://paper.example/dropout> and
normal batches.

*Formula*
    \\tilde{a} = \\frac{m}{1 - p} a

  - $m$: the mask
  - $a$: the activation, $a$

*Example*
  With $p = 0.5$ half of eight units stay.

*Code*
    print(6 * 7)

  Output:

    42

*Common mistake*
  It is overfitting that it works against, not
  underfitting.

*Not to be confused with*
  - Weight decay: It shrinks weights.

*References*
  - Nitish Srivastava and Geoffrey Hinton (2014).
    Dropout: A Simple Way. JMLR 15.
    https://jmlr.example/dropout

*In code*: PyTorch torch.nn.Dropout

*See also* Batch normalization, Overfitting"""


def shown(term: Term, width: int = 54, glossary: Glossary | None = None) -> str:
    """The text of an entry, with asterisks around what is bold."""
    lines = entry_lines(glossary or make_glossary(term), term, width)
    return "\n".join(lines).replace(BOLD, "*").replace(PLAIN, "*")


def sample(id_: str) -> Term:
    return next(term for term in SAMPLE.terms if term.id == id_)


def test_an_entry_says_all_that_it_says_on_its_page() -> None:
    assert shown(sample("dropout"), glossary=SAMPLE) == DROPOUT


def test_a_headword_has_its_short_form_and_other_names() -> None:
    text = shown(sample("batch-normalization"), glossary=SAMPLE)

    assert text.startswith(
        "*Batch normalization (BatchNorm)*\nAlso: batch norm, BN · Regularization · intermediate\n\n"
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("1. one\n2. two\n   more", "1. one\n2. two more"),
        ("> said", "> said"),
        ("```python\nx = 1\n\ny\n```", "  x = 1\n\n  y"),
        ("$$\nx^2\n$$", "  x^2"),
        ("a\nb  \nc", "a b c"),
        ("x{sup}`2` and {math}`y`", "x^2 and $y$"),
        ("- a\n  - b\n- c", "- a\n\n  - b\n- c"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("[mail](mailto:a@b.example)", "mail"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("{dlterm}`the units <relu>`", "the units"),
    ],
)
def test_markdown_becomes_text(markdown: str, text: str) -> None:
    assert shown(make_term("x", definition=markdown)).split("\n\n", 2)[2] == text


def test_no_line_is_longer_than_the_terminal_but_code_and_addresses(bundled: Glossary) -> None:
    for term in bundled.terms[::25]:
        lines = entry_lines(bundled, term, 60)
        assert [line for line in lines if len(line) > 64 and not line.startswith("    ") and "http" not in line] == []


def test_code_and_formulas_are_not_broken() -> None:
    term = make_term("x", definition=f"{'word ' * 9}`two words here` {'word ' * 8}$a + b + c$")

    lines = shown(term, 50).splitlines()
    assert any("`two words here`" in line for line in lines)
    assert any("$a + b + c$" in line for line in lines)


def test_a_title_that_asks_has_no_full_stop() -> None:
    reference = Reference(authors=("A. One",), title="Why?", year=2000, venue="Journal", doi="10.1000/x")
    glossary = Glossary(
        version=1, license="-", categories=SAMPLE.categories, references={**REFERENCES, "one": reference}, terms=()
    )

    text = shown(make_term("x", references=("one",)), 80, glossary)
    assert "A. One (2000). Why? Journal. https://doi.org/10.1000/x" in text


def test_a_hostile_text_does_not_reach_the_terminal() -> None:
    hostile = "\x1b]0;title\x07\x1b[2J\x9b31m\x01evil\x02"
    term = make_term(
        "x",
        term=f"X{hostile}",
        abbr=hostile,
        aliases=(hostile,),
        summary=hostile,
        definition=f"{hostile} `{hostile}` ${hostile}$",
        formula=Formula(latex=hostile, symbols={hostile: hostile}),
    )
    stream = io.StringIO()
    write_line("\n".join(entry_lines(make_glossary(term), term, 60)), stream)

    assert set(stream.getvalue()) & {"\x1b", "\x07", "\x9b", BOLD, PLAIN} == set()
    assert stream.getvalue().count("evil") >= 6


#: Texts that are full of what Markdown and LaTeX do something with.
MARKDOWN = st.text(alphabet="ab {}[]()<>`*_$\\\\^~#-+.:|!\n\t\u00a0dlterm1", max_size=60)


@settings(max_examples=150, deadline=None)
@given(text=MARKDOWN, latex=MARKDOWN, width=st.integers(1, 100))
def test_no_text_at_all_makes_a_traceback(text: str, latex: str, width: int) -> None:
    term = make_term(
        "x", definition=f"a{text}", pitfall=f"$a{text}$", formula=Formula(latex=latex, symbols={latex: text})
    )
    glossary = make_glossary(term)
    layered = Layered(glossary, frozenset({"x"}), {"x": ("own.yaml", "$.terms[0]")}, frozenset(), ())

    assert all("\n" not in line for line in entry_lines(glossary, term, width))
    assert all(problem.place.startswith("$.terms[0].") for problem in proofread(layered))


class Stream(io.TextIOWrapper):
    """A terminal."""

    def __init__(self, encoding: str = "utf-8", *, is_terminal: bool = True) -> None:
        super().__init__(io.BytesIO(), encoding)
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    def text(self) -> str:
        """What has been written."""
        self.seek(0)
        return self.read()


def written(text: str, stream: Stream) -> str:
    write_line(text, stream)
    return stream.text()


def test_bold_is_for_terminals_that_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    marked = f"{BOLD}a{PLAIN} b"

    assert written(marked, Stream()) == "\x1b[1ma\x1b[0m b\n"
    assert written(marked, Stream(is_terminal=False)) == "a b\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert written(marked, Stream()) == "a b\n"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert written(marked, Stream()) == "a b\n"


def test_a_letter_that_the_terminal_lacks_is_shown_by_its_number() -> None:
    assert written("Erdős · ü", Stream("latin-1")) == "Erd\\u0151s · ü\n"
    assert written("Erdős · ü", Stream("ascii")) == "Erd\\u0151s \\xb7 \\xfc\n"
