"""Text measured in the font it is drawn in, and broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attdata.draw import style
from attdata.draw.breaks import (
    APART,
    CJK,
    COMMA,
    IN_CHINESE,
    RAGGED,
    WEAK,
    best_lines,
    cost,
    cost_at,
    stands_alone,
)
from attdata.draw.drawing import CM, renderer_of
from attdata.frames import STATUSES
from attdata.reference import per_reference
from attdata.words import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def wrap(text: str, width: float, font: Any, renderer: Any) -> str:
    """Return the text broken into lines no wider than ``width`` pixels.

    Chinese breaks between any two characters, but no line begins with closing or ends with
    opening punctuation; a number stays whole. A pause near the end of a line ends it: "...;" and
    then "最多：" whole, not its first character alone.
    """
    lines, pieces = [], _pieces().findall(text)
    while pieces:
        if "-" in pieces[0].rstrip("- ") and _width(pieces[0].rstrip(" "), font, renderer) > width:
            pieces[:1] = re.findall(r"[^-]+-*", pieces[0])  # too long a word, behind its hyphens
        fits = _at_a_pause(pieces, _pieces_that_fit(pieces, width, font, renderer))
        lines.append("".join(pieces[:fits]).rstrip(" "))
        pieces = pieces[fits:]
    return "\n".join(lines)


def balanced(text: str, width: float, font: Any, renderer: Any, ragged: float = RAGGED) -> str:
    """Return the text in as few lines as :func:`wrap` needs, broken where it disturbs least.

    A line ends at a pause where one is, never within a date or between a number and its noun
    where that can be helped, and no mere word or two is left on the last. The more ``ragged``
    lines cost, the nearer they end to the margin.
    """
    broken = wrap(text, width, font, renderer)
    lines = broken.count("\n") + 1
    if lines == 1:
        return broken

    def width_of(piece: str) -> float:
        return _width(piece, font, renderer)

    pieces = _pieces().findall(text)
    better = best_lines(pieces, width_of, width, lines, ragged)
    if any(stands_alone(line, width_of(line) / width) for line in better[1:-1]):
        better = best_lines(pieces, width_of, width, lines - 1, ragged) or better
    return "\n".join(better) if better else broken


_OPENING, _CLOSING = "（《〔“‘(", "，。、；：）》〕”’！？%‰)"
_TITLE = 10  # characters of a Chinese title that stays whole
# Chinese words of notes and sources, which have no spaces between them.
_WORDS = (
    "联合国|图书馆|数字|表决|数据|资料|来源|记录|通知|条约|公约|大会|决议|国家|区域|秘书处|保存人|来文|名单"
    "|投票|变化|改变|赞成|反对|弃权|签署|加入|交存|计算|统计|人口|外联|活动|提及|最近|年度|周期|发言|语料库"
    "|会员国|教廷|群岛|排列|顺序|字母|名称|英文|基金|项目|指标|基线|工作|计划|报告|登记册|常规|武器|退出|生效"
    "|颜色|比例|斜线|符号|自身|状况|虚线|争议|争端|划定|边界|大致|表示|商定|控制线|各方|尚未|最终|地位|达成"
    "|一致|政府|主权|存在|海外|部分|所属国|着色|领土|法律|城市|地区|任何|意见|称谓|安全理事会"
    # Names of places that notes on boundaries have.
    "|查谟|克什米尔|福克兰|马尔维纳斯|阿根廷|联合王国|印度|巴基斯坦|科索沃|马约特|科摩罗|法国|库克|罗马"
    "|巴勒斯坦国|纽埃|格陵兰|西撒哈拉|新喀里多尼亚"
)
_PAUSES, _NEAR = set("，。；："), 3


@per_reference
def _pieces() -> re.Pattern[str]:
    """Return a pattern of the pieces between which a line may end.

    A word with the spaces after it, or one Chinese character with the punctuation that clings to
    it. Only plain spaces part words: "60 %" and "l’État" stay whole, and so do the Chinese names of
    statuses ("缔约国"), conferences ("第十一届缔约国会议") and treaties ("《武器贸易条约》"). No
    line begins with a dash.
    """
    terms = "|".join(sorted({re.escape(word(f"statuses.{status}", "zh")) for status in STATUSES}))
    terms = rf"第[\d一二三四五六七八九十]+届(?:缔约国会议)?|以来|{terms}|{_WORDS}"
    terms = rf"(?<=《)[^《》]{{1,{_TITLE}}}(?=》)|{terms}"
    return re.compile(
        rf"[{_OPENING}]*(?:{terms}|[^ \n{CJK}]+(?: [—–](?= ))?|[{CJK}])"
        rf"[{_CLOSING}]*[ \n]*"
        rf"|[{_OPENING}]+[ \n]*|[ \n]+"
    )


def _pieces_that_fit(pieces: list[str], width: float, font: Any, renderer: Any) -> int:
    """Return how many pieces go on one line of ``width`` pixels: one at least."""
    taken = 0.0
    for n, piece in enumerate(pieces):
        if n and taken + _width(piece.rstrip(" "), font, renderer) > width:
            return n
        taken += _width(piece, font, renderer)
    return len(pieces)


def _at_a_pause(pieces: list[str], fits: int) -> int:
    """Return how many of the pieces that fit go on a line: fewer, where the end is better there.

    A line of Chinese ends with a pause if one is near, no line ends within a date or before the
    noun of a number. The width of three pieces at most stays empty, and of no more than a fifth of
    the line in Chinese.
    """
    if fits >= len(pieces):
        return fits
    if IN_CHINESE.match(pieces[fits - 1]):
        for back in range(min(_NEAR, fits // 5) + 1):
            if pieces[fits - back - 1].rstrip()[-1:] in _PAUSES:
                return fits - back
        return fits
    if cost_at(pieces, fits) < APART:
        return fits
    near = range(fits, max(0, fits - _NEAR - 1), -1)
    better = next((end for end in near if cost_at(pieces, end) < APART), None)
    return better or min(near, key=lambda end: cost_at(pieces, end))


_MOST = 50_000
_WIDTHS: dict[tuple[Any, ...], float] = {}  # some megabytes at most
# Nothing is drawn closer together across a space or beside a Chinese character: the width of a text
# is the sum of these, but for a pixel where it runs both ways.
_PARTS = re.compile(rf"[{CJK}]| +|[^ {CJK}]+")


def _width(text: str, font: Any, renderer: Any) -> float:
    """Return the width of a text in pixels, as the sum of its words.

    Measuring is dear, and the same words and names are broken for figure after figure. Renderers
    come and go with the sizes of a figure; a width depends on their resolution alone.
    """
    import matplotlib as mpl

    kind = (hash(font), renderer.dpi, type(renderer), mpl.rcParams["text.hinting"])
    width = 0.0
    for part in _PARTS.findall(text):
        one = _WIDTHS.get((part, *kind))
        if one is None:
            one = float(renderer.get_text_width_height_descent(part, font, False)[0])
            if len(_WIDTHS) >= _MOST:
                _WIDTHS.clear()
            _WIDTHS[part, *kind] = one
        width += one
    return width


def text_width(text: str, renderer: Any, size: float = style.BASE_SIZE) -> float:
    """Return the width of a text in points, in the font of the style in use."""
    from matplotlib.font_manager import FontProperties

    return _width(text, FontProperties(size=size), renderer) * 72 / renderer.dpi


def wrapped(
    labels: Sequence[str],
    ax: Axes,
    room: float,
    size: float = style.BASE_SIZE,
    *,
    lines: int = 99,
) -> list[str]:
    """Return labels broken into lines of ``room`` cm, or a little more to keep to ``lines``.

    Where ``lines`` are told, a label may also take a little more instead of a bad break: within
    "Western Europe" or after "by".
    """
    from matplotlib.font_manager import FontProperties

    renderer = renderer_of(ax.figure)
    font, broken = FontProperties(size=size), list(labels)

    def at(wider: float, label: str) -> str:
        return balanced(label, room * wider * CM * renderer.dpi, font, renderer)

    for wider in _WIDER:
        broken = [at(wider, label) for label in labels]
        if max((text.count("\n") for text in broken), default=0) < lines:
            break
    if lines == 99:
        return broken
    best = []
    for label, text in zip(labels, broken, strict=True):
        worst = _worst_break(text)
        some = _WIDER[_WIDER.index(wider) : len(_WIDER) if worst >= WEAK else _A_LITTLE]
        others = [at(one, label) for one in some] if worst > COMMA else []
        best.append(min([text, *others], key=_worst_break))
    return best


_WIDER, _A_LITTLE = (1.0, 1.15, 1.3, 1.45, 1.6), 3


def _worst_break(text: str) -> float:
    """Return what the worst break of a text disturbs."""
    return max((cost(a, b) for a, b in pairwise(text.split("\n"))), default=0.0)


# By how much of its size a line of text that matplotlib centres stands too low: it centres by the
# ascent of the whole font, which for Arabic is far above most of its letters.
_TOO_LOW = {"ar": 0.32, "zh": 0.06}


def lift(size: float, language: str) -> float:
    """Return by how many points a text of a size is raised, to stand beside what it names.

    Examples
    --------
    >>> lift(10, "en"), lift(10, "ar")
    (1.7, 3.2)
    """
    return round(_TOO_LOW.get(language, 0.17) * size, 6)


# The same of numbers, which are higher than small letters and have no tails.
_NUMBERS_TOO_LOW = {"ar": 0.333, "zh": 0.068}


def level_ticks(ax: Any, language: str) -> None:
    """Raise the numbers of the value axis, so that each stands in the middle of its line.

    To be called last: what is told to the ticks later puts their numbers back.
    """
    for text in ax.get_yticklabels():
        _raise(text, _NUMBERS_TOO_LOW.get(language, 0.184) * text.get_fontsize())


def level_rows(ax: Any, language: str) -> None:
    """Raise the texts that stand in the rows of a matrix: those set on their baselines."""
    level([t for t in ax.texts if t.get_verticalalignment() == "center_baseline"], language)


def level(texts: Iterable[Any], language: str) -> None:
    """Raise texts of one line so that their letters, not their boxes, stand beside what they name.

    Parameters
    ----------
    texts
        Labels of ticks, or other texts that are centred.
    language
        One of ar, en, es, fr, ru, zh.
    """
    for text in texts:
        if "\n" not in text.get_text():
            _raise(text, lift(text.get_fontsize(), language))


def _raise(text: Any, points: float) -> None:
    from matplotlib.transforms import ScaledTranslation

    raised = ScaledTranslation(0, points / 72, text.figure.dpi_scale_trans)
    text.set_transform(text.get_transform() + raised)
