"""What completion and Shift-Tab show in JupyterLab: every public name, its types, its example."""

import inspect
import re
import warnings

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import attdata as att

CLASSES = [name for name in att.__all__ if inspect.isclass(getattr(att, name))]
FUNCTIONS = [name for name in att.__all__ if name not in CLASSES]
WARNINGS = [name for name in CLASSES if issubclass(getattr(att, name), Warning)]


def sections(text):
    """Return the numpydoc sections of a docstring: heading -> text."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}\n", inspect.cleandoc(text), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def names_in(section):
    """Return the names that a section explains: those at the beginning of a line."""
    heads = [line.split(":")[0] for line in section.splitlines() if line[:1].strip()]
    return {name.strip().lstrip("*") for head in heads for name in head.split(",")}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_explained_where_it_is_called(name):
    function = getattr(att, name)
    text = inspect.getdoc(function)
    found = sections(text)
    result = inspect.signature(function).return_annotation
    needed = {"Examples"} | ({"Returns"} if result != "None" else set())
    needed |= {"Parameters"} if inspect.signature(function).parameters else set()
    assert needed <= set(found), list(found)
    assert ">>> " in found["Examples"]
    assert text.splitlines()[0].endswith("."), "the first line says what comes back"
    explained = names_in(found.get("Parameters", ""))
    taken = set(inspect.signature(function).parameters)
    assert explained == taken


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_and_result_has_a_type(name):
    signature = inspect.signature(getattr(att, name))
    assert signature.return_annotation is not signature.empty
    untyped = [p.name for p in signature.parameters.values() if p.annotation is p.empty]
    assert not untyped


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_explained(name):
    text = inspect.getdoc(getattr(att, name))
    assert text.splitlines()[0].endswith(".")
    if name not in WARNINGS:
        assert ">>> " in sections(text)["Examples"]


@pytest.mark.parametrize("name", ["status", "problems"])
def test_attributes_of_the_dataset_are_completed(data, name):
    assert name in dir(data)
    assert len(getattr(data, name)) >= 0


@pytest.fixture
def shell():
    """Return an IPython shell that knows att and nothing of the tests."""
    shell = InteractiveShell()
    shell.user_ns["att"] = att
    return shell


def test_completion_offers_every_public_name(shell):
    with provisionalcompleter(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        offered = {c.text.lstrip(".") for c in shell.Completer.completions("att.", 4)}
    assert set(att.__all__) <= offered


def test_completion_finds_drawings_by_their_prefix(shell):
    with provisionalcompleter():
        offered = {c.text.lstrip(".") for c in shell.Completer.completions("att.draw_", 9)}
    assert {n for n in att.__all__ if n.startswith("draw_")} <= offered


def test_help_of_a_name_shows_signature_and_example(shell):
    found = shell.object_inspect("att.participation")
    assert "by: 'str' = 'att_region'" in found["definition"]
    assert ">>> " in found["docstring"]


def test_dir_lists_the_public_names_once():
    listed = dir(att)
    assert set(att.__all__) <= set(listed)
    assert len(listed) == len(set(listed))
