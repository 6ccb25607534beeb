"""Where a line of text may end: after a pause rather than within a date, a number or a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from attdata.reference import per_reference, reference_rows

# What a break costs. A line that is shorter than others costs less than any break that disturbs.
PAUSE, COMMA, COLON, PLAIN, WEAK, APART, TORN = 0.0, 1.0, 1.4, 2.5, 4.0, 6.0, 9.0
SHORT = 0.3  # of the width: a last line that is shorter is not left alone
ALONE = 0.4  # so is a line of one word between others
_LONELY, RAGGED = 3.0, 4.0  # what a short last line costs, and an empty first line
FILLED = 12.0  # the same in a paragraph of small type, whose lines end near the margin
_FIRST = 2.0  # what a first line of one word costs: "Convention / on Cluster Munitions"
_LAST, _HALF = 3.0, 0.5  # and a last one below half the width: "situation des États, / Amériques"

_STRONG = re.compile(r"[.;:!?؛؟。；：！？]$")
_COLON = re.compile(r"[:：]$")
_COMMA = re.compile(r"[,،，、]$")
_NUMBER = re.compile(r"[(«]?[+−-]?\d[\d.,\u00a0\u202f]*(?:er|°|\u00a0?%)?$")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_CODE = re.compile(r"[(]?[A-Z0-9][A-Z0-9.]*[).;,،؛]*$")  # "(CC BY 3.0 IGO)."
_BRACKETED = re.compile(r"[(\[（][^)\]）]{1,8}[)\]）]")
_IS = {"est", "sont"}  # "31 États sur 54 / sont parties"
_ARE = {"are"}  # "29 of 35 States / are party"
_OF = {"sur"}  # "29 États sur 35" is one count
_LITTLE = re.compile(r"[^\W\d_]{1,3}$")  # "of", "la", "не", "من": it leads on to the next word
# What a new part of a name or sentence begins with: "Europa occidental / y otros Estados".
_LINKS = frozenset(
    ["of", "on", "and", "in", "for", "to", "by", "from", "with", "or", "between"]
    + ["de", "del", "en", "y", "e", "o", "a", "al", "con", "por", "para", "sobre"]
    + ["du", "des", "et", "à", "au", "aux", "ou", "sur", "par", "avec", "dans", "lors"]
    + ["и", "в", "во", "на", "о", "об", "по", "с", "со", "из", "от", "до", "к", "для"]
    + ["في", "من", "على", "إلى", "بين"]
)
# What leads on to the next word though it is long: "non encore / parties", "после / КГУ11".
_LEADS = frozenset(["encore", "than", "que", "чем", "после", "التي", "الذي"])
# What qualifies a number that follows: "at least / 117" would leave the number alone.
_QUALIFIES = frozenset(
    ["least", "most", "about", "nearly", "over", "menos", "más", "unos", "casi", "moins", "plus"]
    + ["environ", "près", "менее", "более", "около", "почти", "عن", "نحو"]
)
# What has a number: "end note 3", "nota final 3", "концевое примечание 3", "尾注3".
_NUMBERED = frozenset(["note", "nota", "final", "finale", "примечание", "الختامية"])
_MORE = frozenset(["more", "fewer", "más", "menos"])  # a clause: "are party, / 57 more than"
_LINKED = re.compile("(?:d’|و(?=.{3}))")  # "d’Europe", "ومنطقة"
# "24 تموز/يوليه", "1 كانون الأول/ديسمبر": a month in both of its Arabic names.
_MONTHS = re.compile(r"[^\W\d_]+/[^\W\d_]+")
CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"  # the characters of Chinese, and its marks
IN_CHINESE = re.compile(f"[{CJK}]")


def cost(left: str, right: str) -> float:
    """Return how much it disturbs when one line ends with ``left`` and the next has ``right``.

    Two words of each are enough: "1 de" and "diciembre de" are one date.

    Examples
    --------
    >>> cost("are party;", "2 have"), cost("on 24", "July 2023"), cost("24 July", "2023")
    (0.0, 9.0, 9.0)
    >>> cost("40 of 43", "(93%)"), cost("one of", "States"), cost("States", "voted yes")
    (6.0, 4.0, 2.5)
    >>> cost("Western Europe", "and other"), cost("total. Blank:", "none recorded")
    (1.0, 4.0)
    >>> cost("ici. Lignes tiretées\u00a0:", "frontières"), cost("since it joined:", "31 States")
    (4.0, 9.0)
    >>> cost("29 États", "sur 35"), cost("《武器贸易条约》：", "各国")
    (6.0, 1.4)
    >>> cost("40 of", "43 States"), cost("Mongolia, Rep.", "of Korea"), cost("al menos", "117;")
    (9.0, 9.0, 9.0)
    >>> cost("nota final", "3 de"), cost("状况页面尾注", "3。")
    (9.0, 9.0)
    """
    before, after = left.split(), right.split()
    last, first = before[-1:], after[:1]
    if not last or not first:
        return PLAIN
    if _one_thing(before, after):
        return TORN
    if _COLON.search(last[0]):  # what follows belongs to it: "Blank: none recorded"
        words = before[:-1] if len(last[0]) == 1 else before  # French parts the mark from its word
        starts = len(words) < 2 and not IN_CHINESE.search(last[0][:-1])
        # One or two words that begin a sentence: "determined. Dashed lines:".
        return WEAK if starts or any(map(_STRONG.search, words[-3:-1])) else COLON
    if _STRONG.search(last[0]):
        return PAUSE
    if _BRACKETED.match(first[0]) or _in_a_count(before, after) or last[0] in _ARE:
        return APART  # "40 of 43 (93%)", "29 États sur 35"
    if _COMMA.search(last[0]):
        counts = first[0][0].isdigit() and not _MORE.intersection(after[1:2])
        return WEAK if counts else COMMA  # "Comercio de Armas, 117"
    if IN_CHINESE.match(last[0][-1]):
        # Perhaps within a word, but not before a number or after "of".
        return PLAIN if first[0][0].isdigit() or last[0].endswith("的") else WEAK
    begins = first[0] in _LINKS or bool(_LINKED.match(first[0]))
    if last[0] in _LINKS | _LEADS | _IS or (_LITTLE.fullmatch(last[0]) and not begins):
        return APART if first[0][0].isdigit() else WEAK  # "since / 30 August", "sobre / el Tratado"
    # A word or two after a pause, "the baseline: rose / in 2 of 5"; "the latest is / of 19 March".
    if any(_STRONG.search(word) for word in before[-3:-1]) or _LITTLE.fullmatch(last[0]):
        return PLAIN
    return COMMA if begins else PLAIN


def _in_a_count(before: list[str], after: list[str]) -> bool:
    """Return whether what follows is the whole of a count: "29 États" and "sur 35"."""
    return bool(
        after[0] in _OF and _NUMBER.fullmatch(before[0]) and after[1:] and after[1][0].isdigit()
    )


def _one_thing(before: list[str], after: list[str]) -> bool:
    """Return whether words belong together: a date, a number and its noun, a code."""
    left, right, counted = before[-1], after[0], after[0][0].isdigit()
    if left in _abbreviations() or (counted and left in _QUALIFIES | _NUMBERED):
        return True  # "Rep. of Korea", "Eq. Guinea"; "at least 117"; "end note 3"
    if counted and _LITTLE.fullmatch(left) and before[0][0].isdigit() and len(before) > 1:
        return True  # "40 of 43"
    if _STRONG.search(left):
        # "in the record: 111"
        return counted and left[-1] in ":：" and not IN_CHINESE.match(right[-1])
    if right in {"—", "–", "=", "+"} or (left in {"—", "–"} and counted):
        return True
    if IN_CHINESE.search(left[-1] + right[0]):
        # A number and what it counts, and the parts of a date.
        return left[-1].isdigit() or (left[-1] in "年月注" and counted)
    if _COMMA.search(left):
        return False
    number = _NUMBER.fullmatch(left) and right[0] not in "([（" and right not in _IS
    if number or _MONTHS.match(right) or _in_a_date(before, after):
        return True
    return bool(_CODE.fullmatch(left) and _CODE.fullmatch(right))


@per_reference
def _abbreviations() -> frozenset[str]:
    """Return the words of the short names of States that end with a dot, which is no pause."""
    texts = (text for row in reference_rows("short_names") for text in row.values())
    return frozenset(word for text in texts for word in text.split() if word.endswith("."))


def _in_a_date(before: list[str], after: list[str]) -> bool:
    """Return whether the words are parts of a date: "July 2023", "1 de diciembre de 2025"."""
    if before[-1] == "de":
        day, year = before[-2:-1], after[0]
        return bool(day and day[0].lstrip("([«").isdigit()) or bool(_YEAR.match(year))
    year = after[1] if after[0] == "de" and len(after) > 1 else after[0]
    return bool(_YEAR.match(year)) and before[-1][-1].isalpha()


def tied(text: str, least: float = TORN) -> str:
    r"""Return a text with no-break spaces where a break would cost so much: within dates, numbers.

    Examples
    --------
    >>> tied("Joined since 30 August 2025").split(" ")
    ['Joined', 'since', '30\xa0August\xa02025']
    """
    words = text.split(" ")
    together = words[0]
    for i, word in enumerate(words[1:], 1):
        torn = cost(" ".join(words[max(0, i - 2) : i]), " ".join(words[i : i + 2])) >= least
        together += ("\N{NO-BREAK SPACE}" if torn else " ") + word
    return together


def cost_at(pieces: Sequence[str], end: int) -> float:
    """Return how much a break before one of the pieces of a text disturbs, more within brackets."""
    before = "".join(pieces[:end])
    inside = sum(map(before.count, "(（")) > sum(map(before.count, ")）"))
    here = cost("".join(pieces[max(0, end - 3) : end]), "".join(pieces[end : end + 2]))
    return max(here, APART) if inside else here


def best_lines(
    pieces: Sequence[str], width_of: Callable[[str], float], width: float, lines: int,
    ragged: float = RAGGED,
) -> list[str]:  # fmt: skip
    """Return the text in as many lines as given, broken where it disturbs least.

    Parameters
    ----------
    pieces
        The text in pieces between which it may be broken, each with the spaces after it.
    width_of
        The width of a text.
    width
        How wide a line may be.
    lines
        How many there are: the fewest that are wide enough.
    ragged
        What an empty line would cost.

    Returns
    -------
    list of str
        The lines; none where the pieces do not fit.

    Examples
    --------
    >>> best_lines(["118 ", "are ", "party; ", "2 ", "joined ", "in ", "2026"], len, 22, 2)
    ['118 are party;', '2 joined in 2026']
    """
    n = len(pieces)
    space = width_of(" ")
    sizes = [width_of(piece.rstrip(" ")) for piece in pieces]
    spaces = [space * (len(piece) - len(piece.rstrip(" "))) for piece in pieces]
    ends_at = [0.0, *accumulate(a + b for a, b in zip(sizes, spaces, strict=True))]
    before: list[tuple[float, list[int]] | None] = [(0.0, [])] + [None] * n
    for number in range(1, lines + 1):
        after: list[tuple[float, list[int]] | None] = [None] * (n + 1)
        for start, reached in enumerate(before[:n]):
            if reached is None:
                continue
            for end in range(start + 1, n + 1):
                taken = ends_at[end] - ends_at[start] - spaces[end - 1]
                if taken > width:
                    break
                if (end == n) != (number == lines):
                    continue
                price = reached[0] + _price(pieces, end, taken / width, ragged)
                short = start == n - 1 and taken < _HALF * width
                alone = short and not IN_CHINESE.match(pieces[-1])
                price += _FIRST * (start == 0 and end == 1 < n) + _LAST * alone
                best = after[end]
                if best is None or price < best[0]:
                    after[end] = (price, [*reached[1], end])
        before = after
    final = before[n]
    if final is None:
        return []
    ends = final[1]
    return ["".join(pieces[a:b]).rstrip(" ") for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def stands_alone(line: str, share: float) -> bool:
    """Return whether a line is one short word, no Chinese, that fills a share of the width.

    Examples
    --------
    >>> stands_alone("новых", 0.2), stands_alone("после КГУ11", 0.2), stands_alone("новых", 0.5)
    (True, False, False)
    """
    return share < ALONE and " " not in line and not IN_CHINESE.search(line)


def _price(pieces: Sequence[str], end: int, share: float, ragged: float) -> float:
    """Return what a line costs that ends before a piece and fills a share of the width."""
    if end == len(pieces):
        return _LONELY if share < SHORT else 0.0
    return cost_at(pieces, end) + ragged * (1 - share) ** 2


def stacked_text(label: str) -> str:
    r"""Return a Chinese text with its characters below each other; each number stays in one line.

    Brackets lie on their side in such a column, which no face here has: there is a gap instead.

    Examples
    --------
    >>> stacked_text("报告（至2023年6月）")
    '报\n告\n\n至\n2023\n年\n6\n月'
    """
    parts = re.findall(r"\d+|.", label.rstrip("）"))
    return "\n".join("" if part == "（" else part for part in parts)
