"""A small glossary that has one of everything, so that builds are fast and texts are known."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from sphinx_dlgloss import load_glossary
from sphinx_dlgloss.model import Api, Category, Code, Contrast, Formula, Glossary, Reference, Term
from tools.content import DLTERM

CATEGORIES = (
    Category(id="regularization", title="Regularization", order=1, intro="What keeps a model from fitting noise."),
    Category(id="vision", title="Computer vision", order=2, intro="Models that look at images."),
    Category(id="statistics", title="Statistics", order=3, intro="How one counts."),
)
REFERENCES = {
    "srivastava-2014": Reference(
        authors=("Nitish Srivastava", "Geoffrey Hinton"),
        title="Dropout: A Simple Way",
        year=2014,
        venue="JMLR 15",
        url="https://jmlr.example/dropout",
    ),
    "ioffe-2015": Reference(authors=("Sergey Ioffe",), title="Batch Normalization", year=2015, arxiv="1502.03167"),
}


def make_term(id_: str, **fields: Any) -> Term:
    """An entry with everything that it needs, and what is given."""
    name = id_.replace("-", " ").capitalize()
    needed: dict[str, Any] = {
        "term": name,
        "category": "statistics",
        "level": "beginner",
        "summary": f"The summary of {id_}, which a card shows to its reader.",
        "definition": f"The definition of {id_}.",
    }
    return Term(id=id_, **(needed | fields))


def make_glossary(*terms: Term) -> Glossary:
    """A glossary of entries, with the categories and references of the sample."""
    return Glossary(version=1, license="CC0-1.0", categories=CATEGORIES, references=REFERENCES, terms=terms)


SAMPLE = make_glossary(
    make_term(
        "batch-normalization",
        abbr="BatchNorm",
        aliases=("batch norm", "BN"),
        category="regularization",
        level="intermediate",
        references=("ioffe-2015",),
    ),
    make_term(
        "convolutional-neural-network",
        abbr="CNN",
        aliases=("ConvNet",),
        category="vision",
        level="advanced",
        related=("dropout", "kernel"),
    ),
    make_term(
        "dropout",
        category="regularization",
        definition="Units are switched off with probability $p$, against {dlterm}`overfitting`.\n\n"
        "- As *one* of them\n- as **another**, with `code` and H{sub}`2`O\n\n"
        "See [the paper](https://paper.example/dropout) and {dlterm}`normal batches <batch-normalization>`.",
        example="With $p = 0.5$ half of eight units stay.",
        formula=Formula(latex=r"\tilde{a} = \frac{m}{1 - p} a", symbols={"m": "the mask", "a": "the activation, $a$"}),
        code=Code(source="print(6 * 7)\n", output="42\n"),
        pitfall="It is {dlterm}`overfitting` that it works against, not underfitting.",
        related=("batch-normalization", "overfitting"),
        contrast=(Contrast(id="weight-decay", difference="It shrinks weights."),),
        references=("srivastava-2014",),
        year=2014,
        api=Api(pytorch=("torch.nn.Dropout",)),
    ),
    make_term("kernel", category="vision", senses=("kernel-function",), autolink=False),
    make_term("kernel-function"),
    make_term("matrix", plural="matrices"),
    make_term("maximum-a-posteriori-estimation", abbr="MAP"),
    make_term("mean-average-precision", abbr="mAP", category="vision"),
    make_term("model", former_ids=("machine",)),
    make_term(
        "overfitting",
        aliases=("over-fitting",),
        category="regularization",
        definition="The model fits noise, which {dlterm}`weight decay` is against.",
    ),
    make_term("relu", term="ReLU", expansion="Rectified linear unit", category="vision"),
    make_term("weight-decay", category="regularization", level="intermediate"),
)
IDS = [term.id for term in SAMPLE.terms]
#: Entries of the bundled glossary that tests speak of: enough for a page with letters and a filter.
SEEDS = (
    "activation-function", "attention-mechanism", "autoencoder", "backpropagation", "batch-normalization",
    "bias", "convolutional-neural-network", "cross-entropy-loss", "deep-learning", "diffusion-model", "dropout",
    "embedding", "epoch", "fine-tuning", "forward-pass", "generative-adversarial-network", "gradient-descent",
    "hyperparameter", "learning-rate", "long-short-term-memory", "loss-function", "model-inference",
    "neural-network", "optimizer", "overfitting", "perceptron", "pooling", "relu", "residual-network",
    "softmax", "transfer-learning", "transformer", "vanishing-gradient-problem", "weight",
)  # fmt: skip


def changed(id_: str, *, glossary: Glossary = SAMPLE, **fields: Any) -> Glossary:
    """The glossary with other fields in one entry."""
    return msgspec.structs.replace(
        glossary,
        terms=tuple(msgspec.structs.replace(term, **fields) if term.id == id_ else term for term in glossary.terms),
    )


def without(id_: str, *, glossary: Glossary = SAMPLE) -> Glossary:
    """The glossary with one entry less."""
    return msgspec.structs.replace(glossary, terms=tuple(term for term in glossary.terms if term.id != id_))


def excerpt(ids: Collection[str]) -> Glossary:
    """Some entries of the bundled glossary, whose texts mention those that are left out, and do not link to them."""

    def without_links(value: Any) -> Any:
        match value:
            case str():
                return DLTERM.sub(lambda link: link[0] if link["id"] in ids else link["text"] or link["id"], value)
            case list():
                return [without_links(item) for item in value]
            case dict():
                return {key: without_links(item) for key, item in value.items()}
        return value

    terms = []
    for term in load_glossary().terms:
        if term.id in ids:
            fields = without_links(msgspec.to_builtins(term))
            for name in ("related", "senses"):
                fields[name] = [id_ for id_ in fields.get(name, ()) if id_ in ids]
            fields["contrast"] = [contrast for contrast in fields.get("contrast", ()) if contrast["id"] in ids]
            terms.append(msgspec.convert(fields, Term))
    return msgspec.structs.replace(load_glossary(), terms=tuple(terms))


def with_fields(**fields: object) -> Glossary:
    """The sample, with other fields of its entry on dropout."""
    terms = tuple(msgspec.structs.replace(term, **fields) if term.id == "dropout" else term for term in SAMPLE.terms)
    return msgspec.structs.replace(SAMPLE, terms=terms)
