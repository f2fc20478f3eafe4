"""Reference data of the campaign as files: every coded value has a code, labels in two languages and a scheme."""

from matchmaker.reference.errors import BadReferenceFile, UnknownCode, UnknownScheme
from matchmaker.reference.loading import load_all, load_scheme, scheme_names
from matchmaker.reference.scheme import Scheme, Term, folded

__all__ = [
    "BadReferenceFile",
    "Scheme",
    "Term",
    "UnknownCode",
    "UnknownScheme",
    "folded",
    "load_all",
    "load_scheme",
    "scheme_names",
]
