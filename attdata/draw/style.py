"""Colours by meaning, fonts by language, and the style that every figure shares.

A status has one colour and one hatch everywhere. The colours differ in lightness as well as in hue,
so that they stay apart for the common kinds of colour blindness and in greyscale print
(tests/test_style.py computes the distances); the hatch carries the meaning a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from attdata.problems import LanguageError
from attdata.words import LANGUAGES

FONTS = Path(__file__).parent / "fonts"
LATIN, ARABIC, CHINESE = "attdata Sans", "attdata Sans Arabic", "attdata Sans SC"
FALLBACK = "DejaVu Sans"  # comes with matplotlib; has the signs that the others lack
# Noto Sans in subsets of our own, best first: make_fonts.py says what they hold.
FAMILIES = {"ar": [ARABIC, LATIN, FALLBACK], "zh": [CHINESE, LATIN, FALLBACK]}

INK = "#1F2933"  # text and axes
MUTED = "#5B6670"  # second text; contrast 5.9 to 1 on white
GRID = "#D5D9DD"
PAPER = "#FFFFFF"
ACCENT = "#B5361C"  # the one thing to look at: what changed, what joined

# Status -> how it is drawn. "not_counted" and "unknown" never look like "not_joined", which is a
# good deal darker than sea and paper. ``line`` is the colour of a hatch over land: light, so that
# large land with a hatch is not the loudest thing on the page.
STATUS_STYLE: dict[str, dict[str, str]] = {
    "state_party": {"color": "#12467B", "hatch": "", "edge": "#0B2C4E", "line": "#0B2C4E"},
    "signatory": {"color": "#E39A2D", "hatch": "////", "edge": "#7A4B06", "line": "#FBE6C4"},
    "not_joined": {"color": "#C2BBAE", "hatch": "", "edge": "#6B665D", "line": "#6B665D"},
    "not_counted": {"color": "#FFFFFF", "hatch": ".....", "edge": "#9AA1A8", "line": "#9AA1A8"},
    "unknown": {"color": "#B48BC2", "hatch": "xxxx", "edge": "#4E2D5C", "line": "#E6D8EB"},
}

# A rate from low to high: light to dark in one hue, so that greyscale keeps the order. The lightest
# stands out from sea and paper; none is so grey that neither ink nor white can be read on it.
RATE_COLORS = ("#AFC8DF", "#7BA2C6", "#4C79A8", "#2A5686", "#0C2F5C")
RATE_BOUNDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

TREATY_STYLE: dict[str, dict[str, Any]] = {
    "att": {"color": "#12467B", "linestyle": "-", "marker": "o", "linewidth": 2.2},
    "mine-ban": {"color": "#BF5418", "linestyle": "-", "marker": "s", "linewidth": 1.6},
    "cluster-munitions": {"color": "#37825F", "linestyle": "-", "marker": "^", "linewidth": 1.6},
    "tpnw": {"color": "#965BB3", "linestyle": "-", "marker": "D", "linewidth": 1.8},
    "ccw": {"color": "#5B6670", "linestyle": "-", "marker": "v", "linewidth": 1.4},
}

# Lines of groups, told apart by stroke as well.
LINE_STYLES: tuple[dict[str, Any], ...] = (
    {"color": "#12467B", "linestyle": "-", "linewidth": 2.0},
    {"color": "#B5361C", "linestyle": "--", "linewidth": 1.6},
    {"color": "#37825F", "linestyle": "-.", "linewidth": 1.6},
    {"color": "#965BB3", "linestyle": ":", "linewidth": 2.0},
    {"color": "#A0640C", "linestyle": (0, (8, 2)), "linewidth": 1.4},
    {"color": "#5B6670", "linestyle": (0, (3, 1, 1, 1, 1, 1)), "linewidth": 1.6},
)

# People, beside States: lighter than States Parties, so that grey keeps them apart.
PEOPLE_STYLE: dict[str, str] = {"color": "#7FB0A8", "hatch": "", "edge": "#2B5F57"}

# Reached by outreach or not.
REACH_STYLE: dict[str, dict[str, str]] = {
    "reached": {"color": "#2F7F79", "hatch": "", "edge": "#17423F"},
    "too_few": {"color": "#FFFFFF", "hatch": "", "edge": "#5B6670"},
    "not_reached": {"color": "#E4E2DC", "hatch": "\\\\\\\\", "edge": "#77736A", "line": "#BDB9AF"},
}

# Sizes in points at 17 cm; a slide is laid out on 13.17 cm and shows them 2.57 times as large.
BASE_SIZE = 8.0
SMALL_SIZE = 7.0
SUBJECT_SIZE = 7.5
TITLE_SIZE = 11.5
SUBTITLE_SIZE = 8.5
FOOTER_SIZE = 6.6
# 12 points on a slide: the source line is for whoever opens the file or photographs the slide, not
# for the back of the room, and at 18 points it would take a fifth of the slide from the drawing.
SLIDE_FOOTER_SIZE = 4.7


def use_style(language: str = "en") -> None:
    """Set matplotlib's defaults to the style of the figures, with the fonts of a language.

    Parameters
    ----------
    language
        One of ar, en, es, fr, ru, zh.

    Raises
    ------
    LookupError
        When the language is none of the six.

    Examples
    --------
    >>> use_style("zh")
    >>> import matplotlib
    >>> matplotlib.rcParams["font.family"][0]
    'attdata Sans SC'
    """
    import matplotlib as mpl

    mpl.rcParams.update(_parameters(language))


@contextmanager
def style(language: str = "en") -> Iterator[None]:
    """Use the style of a language for the drawing inside a ``with`` block only."""
    import matplotlib as mpl

    with mpl.rc_context(_parameters(language)):
        yield


def fonts(language: str) -> list[str]:
    """Return the font families of a language, registered with matplotlib, best first.

    Examples
    --------
    >>> fonts("ar")
    ['attdata Sans Arabic', 'attdata Sans', 'DejaVu Sans']
    """
    if language not in LANGUAGES:
        raise LanguageError(f'"{language}" is none of the six languages: {", ".join(LANGUAGES)}.')
    _register()
    return FAMILIES.get(language, [LATIN, FALLBACK])


def right_to_left(language: str) -> bool:
    """Return whether a language is written, and its figures are laid out, from right to left.

    Examples
    --------
    >>> right_to_left("ar"), right_to_left("ru")
    (True, False)
    """
    return language == "ar"


def ink_on(color: str) -> str:
    """Return the text colour, dark or white, that contrasts more with a background.

    Examples
    --------
    >>> ink_on("#12467B"), ink_on("#D8D3C9")
    ('#FFFFFF', '#1F2933')
    """
    return max((PAPER, INK), key=lambda ink: contrast(ink, color))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (1 to 21, Web Content Accessibility Guidelines).

    Examples
    --------
    >>> round(contrast("#FFFFFF", "#000000"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    """Return the relative luminance of an sRGB colour."""
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return sum(c * weight for c, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@cache
def _register() -> None:
    """Make the fonts of the package known to matplotlib, once."""
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)


def _parameters(language: str) -> Any:
    """Return the rcParams of the style."""
    return {
        "font.family": fonts(language),
        "font.size": BASE_SIZE,
        "axes.titlesize": BASE_SIZE,
        "axes.titleweight": "bold",
        "axes.titlelocation": "right" if right_to_left(language) else "left",
        "axes.labelsize": BASE_SIZE,
        "axes.labelcolor": INK,
        "axes.edgecolor": MUTED,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.facecolor": PAPER,
        "figure.facecolor": PAPER,
        # A layout engine of the user's own would move a drawing over its footer.
        "figure.autolayout": False,
        "figure.constrained_layout.use": False,
        "figure.dpi": 100,
        "grid.color": GRID,
        "grid.linewidth": 0.5,
        "hatch.linewidth": 0.6,
        "legend.fontsize": BASE_SIZE,
        "legend.frameon": False,
        "lines.linewidth": 1.6,
        "patch.linewidth": 0.5,
        "text.color": INK,
        "text.parse_math": False,  # a "$" in a title is a dollar
        "text.usetex": False,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": BASE_SIZE,
        "ytick.labelsize": BASE_SIZE,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
    }
