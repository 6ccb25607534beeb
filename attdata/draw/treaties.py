"""The chart of treaties by age: how many parties each had so many years after its opening."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from attdata.draw import axes as chart_parts
from attdata.draw import style
from attdata.draw.axes import columns_of
from attdata.draw.captions import sentences
from attdata.draw.drawing import Drawing, describe
from attdata.draw.end_names import end_labels
from attdata.draw.known_days import named_with_day, perhaps_party, ranged_notes
from attdata.draw.wrap import level_ticks, wrapped
from attdata.law.universe import usual_states
from attdata.reference import of_frame
from attdata.words import name_of, number, word

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

HEIGHT = 8.0  # cm
NEAR, FAR = 0.12, 0.12  # of the plot: ends that are closer, in height and width, share no side
AT_AGE = 0.06  # of the plot: an end that is closer to the line of the age has its number beside it
DIGIT = 0.72  # of the size of letters: the height of a digit
ROOM = {"report": (4.2,), "slide": (3.4, 3.65, 3.9), "narrow": (3.4,)}  # cm, for a name
SLIDE_LINES = 3  # more names of treaties do not fit beside the lines of a slide


@of_frame
def draw_treaties(
    frame: pd.DataFrame, *, ax: Axes | None = None, language: str = "en", size: str = "report"
) -> Axes:
    """Draw one line per treaty: its number of parties by years since it was opened.

    Parameters
    ----------
    frame
        treaty, years (since opening for signature), n_party; one row per treaty and day.
    ax
        Axes to draw into; new ones of report width otherwise.
    language
        One of ar, en, es, fr, ru, zh.
    size
        ``report``, or ``slide``: the first three treaties.

    Returns
    -------
    Axes
        With one line per treaty, each named where it ends.

    Raises
    ------
    ValueError
        When a column is missing or the frame is empty.

    Examples
    --------
    >>> import attdata as att
    >>> from attdata.draw.drawing import drawing_of
    >>> ax = att.draw_treaties(att.treaties(att.load()))
    >>> drawing_of(ax).title.split("; ")[0]
    'After 13 years: Arms Trade Treaty, at least 117'
    """
    columns_of(frame, ["treaty", "years", "n_party"])
    lines = {name: rows.sort_values("years") for name, rows in frame.groupby("treaty", sort=False)}
    drawn = dict(list(lines.items())[:SLIDE_LINES]) if size == "slide" else lines
    with style.style(language):
        ax = chart_parts.axes_for(ax, language, HEIGHT, size)
        last = max(float(rows["years"].max()) for rows in drawn.values())
        points: list[tuple[float, float, str, str]] = []
        marks: list[str] = []
        tops: list[float] = []
        for i, (name, rows) in enumerate(drawn.items()):
            look = style.LINE_STYLES[(i + len(style.TREATY_STYLE)) % len(style.LINE_STYLES)]
            look = style.TREATY_STYLE.get(str(name), look)
            years, counts = rows["years"].to_numpy(), rows["n_party"].to_numpy()
            # The mark at the end of the longest line stands on the edge and is not cut in half.
            # The first treaty, of which the title speaks, lies over the others.
            ax.plot(years, counts, drawstyle="steps-post", markevery=[-1], markersize=4,
                    label=str(name), clip_on=False, zorder=2.5 - 0.1 * i,
                    solid_capstyle="butt", **look)  # fmt: skip
            label = _named_with_day(frame, name, language, size)
            points.append((float(years[-1]), float(counts[-1]), label, str(look["color"])))
            tops.append(float(counts[years > years[-1] - 0.05 * last].max()))
            marks.append(str(look["marker"]))
        ax.set_xlim(0, last)
        ax.set_ylim(0, 1.08 * max(1.0, *(float(rows["n_party"].max()) for rows in drawn.values())))
        ax.grid(axis="y")
        chart_parts.years_axis(ax, language)
        chart_parts.counts_axis(ax, language)
        chart_parts.mirror(ax, language)
        chart_parts.bare(ax, keep=["bottom"])
        level_ticks(ax, language)
        ax.set_xlabel(word("axis.years_open", language), family=style.fonts(language))
        if size == "narrow":
            ax.set_xticks(range(0, int(last) + 1, 10))
            # Wider than the plot: it begins where that begins, or its own beginning is cut off.
            begin: Any = chart_parts.sides(language)[0]
            ax.set_xlabel(ax.get_xlabel(), family=style.fonts(language),
                          fontsize=style.SMALL_SIZE, loc=begin)  # fmt: skip
        drawing = _treaties_drawing(frame, lines, language, size)
        age = _age(lines) if len(lines) > 1 else 0
        marked = 0 < age < max(ax.get_xlim())
        if marked:
            _mark_age(ax, age, language)
        cm = 3.2 if size == "slide" else HEIGHT - 1.2
        numbered = marked and size != "narrow"
        if numbered:
            colors = {name: point[3] for name, point in zip(drawn, points, strict=True)}
            _numbers_at_age(ax, lines, age, colors, _perhaps(frame, lines, age), language)
        _numbers(ax, points, tops, age if numbered else None, language)
        room = _room_for([point[2] for point in points], ax, size)
        end_labels(ax, points, language, edge=last, cm=cm, room=room, marks=marks)
    return describe(ax, drawing)


def _room_for(names: Sequence[str], ax: Axes, size: str) -> float:
    """Return how wide names are set: where the fewest take three lines or break after a word."""

    def badly_broken(room: float) -> int:
        broken = [text.split("\n") for text in wrapped(names, ax, room, style.SMALL_SIZE, lines=3)]
        return sum((len(b) > 2) + (len(b) > 1 and " " not in b[0]) for b in broken)

    return min(ROOM[size], key=badly_broken)


def _age(lines: dict[Any, Any]) -> int:
    """Return the age, in full years, at which treaties are compared."""
    ages = {name: float(rows["years"].iloc[-1]) for name, rows in lines.items()}
    return int(ages.get("att", min(ages.values())))


def _mark_age(ax: Axes, age: int, language: str) -> None:
    """Draw a thin line at the age of which the title tells: the numbers at the ends are later."""
    ax.axvline(age, color=style.MUTED, linewidth=0.6, zorder=1, gid="age")
    ax.annotate(
        word("count.years", language, n=age), (age, 1), (0, 2), ("data", "axes fraction"),
        "offset points", ha="center", va="bottom", fontsize=style.SMALL_SIZE, color=style.MUTED,
        annotation_clip=False,
    )  # fmt: skip


def _at_age(lines: dict[Any, Any], age: int) -> dict[Any, int]:
    """Return the number of parties at an age of each treaty that has reached it."""
    return {
        name: int(rows.loc[rows["years"] <= age, "n_party"].iloc[-1])
        for name, rows in lines.items()
        if float(rows["years"].iloc[-1]) >= age and (rows["years"] <= age).any()
    }


def _perhaps(frame: pd.DataFrame, lines: dict[Any, Any], age: int) -> dict[Any, list[Any]]:
    """Return by treaty the States that may have been party at an age, where there are any."""
    found: dict[Any, list[Any]] = {}
    for name, rows in lines.items():
        reached = rows[rows["years"] <= age]
        if "on" in rows and len(reached):
            found[name] = perhaps_party(frame.attrs, str(name), reached["on"].iloc[-1])
    return {name: more for name, more in found.items() if more}


def _range(n: int, more: list[Any], language: str) -> str:
    """Return the least and the most parties that a treaty may have had: 117–118."""
    return word("count.range", language, low=n, high=n + len(more))


def _numbers_at_age(
    ax: Axes,
    lines: dict[Any, Any],
    age: int,
    colors: dict[Any, str],
    more: dict[Any, list[Any]],
    language: str,
) -> None:
    """Write the numbers that the title compares beside the line at their age.

    Of the treaties that are drawn, in the ``colors`` of their lines. Where there may have been
    ``more``, both numbers: 117–118.
    """
    low, high = ax.get_ylim()
    held = {name: n for name, n in _at_age(lines, age).items() if name in colors}
    begin, end = chart_parts.sides(language)
    for name, n in held.items():
        color = colors[name]
        above = not any(0 < other - n < NEAR * (high - low) for other in held.values())
        ax.plot([age], [n], linestyle="", marker="o", markersize=3.4, color=color, zorder=3,
                gid="at age", markeredgecolor=style.PAPER, markeredgewidth=0.6)  # fmt: skip
        # Lines rise: what is above is free before the age, and what is below is free after it.
        side = end if above else begin
        text = number(n, language)
        if name in more:
            text = _range(n, more[name], language)
        ax.annotate(
            text, (age, n), (4 if side == "left" else -4, _off(3.0, above)),
            textcoords="offset points", ha=side, va="baseline", color=color,
            fontweight="bold", fontsize=style.SMALL_SIZE,
            path_effects=chart_parts.halo(style.PAPER),
        )  # fmt: skip


def _numbers(
    ax: Axes, points: list[tuple[float, float, str, str]], tops: list[float], age: int | None,
    language: str,
) -> None:  # fmt: skip
    """Write the number of parties over the end of each line, or below where another ends there.

    Beside the end where it stands at the line of the ``age``, with its own number over it.
    """
    (low, high), last = ax.get_ylim(), max(ax.get_xlim())
    begin, end = chart_parts.sides(language)
    for (x, y, _, color), top in zip(points, tops, strict=True):
        above = any(0 < other - y < NEAR * (high - low) and abs(x - at) < FAR * last
                    for at, other, _, _ in points)  # fmt: skip
        ha, shift = "center", (0.0, _off(4.0, not above))
        if age is not None and 0 <= x - age < AT_AGE * last < last - x:
            ha, shift, top = begin, (5.0 if begin == "left" else -5.0, 0.0), y
            above = False
        ax.annotate(
            number(y, language), (x, y if above else top), shift,
            textcoords="offset points", color=color, fontweight="bold", fontsize=style.SMALL_SIZE,
            annotation_clip=False, path_effects=chart_parts.halo(style.PAPER), ha=ha, va="baseline",
        )  # fmt: skip


def _off(points: float, above: bool) -> float:
    """Return how far the foot of a number is from its mark, which it clears by some points.

    The box of a number is higher than the number, in Arabic by half: it would stand at the next
    line of the grid.

    Examples
    --------
    >>> _off(3.0, above=True)
    3.0
    """
    return points if above else -points - DIGIT * style.SMALL_SIZE


def _treaties_drawing(
    frame: pd.DataFrame, lines: dict[Any, Any], language: str, size: str
) -> Drawing:
    """Compare the treaties at the age of the Arms Trade Treaty; a younger one cannot be compared.

    Where the frame has another set of treaties, at the age that the youngest has reached.
    """
    age = _age(lines)
    names = {name: name_of("treaty", str(name), language) for name in lines}
    at_age = _at_age(lines, age)
    more = _perhaps(frame, lines, age)
    told = list(lines)[:SLIDE_LINES] if size == "slide" else list(lines)
    ranges = {name: (at_age[name], more[name]) for name in told if name in more and name in at_age}
    note = _note(lines, ranges, language)
    spoken = [
        word(
            "alt.treaties.row", language, treaty=_named_with_day(frame, name, language),
            n=rows["n_party"].iloc[-1],
            years=word("count.years", language, n=int(rows["years"].iloc[-1])),
        )
        for name, rows in lines.items()
    ]  # fmt: skip
    return Drawing(
        language=language,
        frame=frame,
        title=_headline(at_age, age, more, language, size),
        subject=word("title.treaties", language),
        subtitle=_subtitle(frame, names, [name for name in lines if name not in at_age],
                           language, size),
        key=(lambda: _told_on_slide(note, names, frame, language)) if size == "slide" else None,
        note=note,
        alt=word("alt.treaties", language, rows=sentences(spoken, language)),
        height=HEIGHT,
        size=size,
    )  # fmt: skip


def _note(lines: dict[Any, Any], more: dict[Any, tuple[int, list[Any]]], language: str) -> str:
    """Say why a line falls, where one does, and why a number at the age is a range.

    ``more``: by treaty the number, and the States that may have been party too.
    """
    falls = any((rows["n_party"].diff() < 0).any() for rows in lines.values())
    ranged = [
        text
        for n, states in more.values()
        for text in ranged_notes(states, language, _range(n, states, language))
    ]
    return sentences([*([word("treaties.falls", language)] if falls else []), *ranged], language)


def _day_known(frame: pd.DataFrame, name: Any) -> str | None:
    """Return the day on which the line of a treaty ends before the last day, if it does.

    Where it is the end of the evidence about the Arms Trade Treaty, the footer tells it.
    """
    day = frame.attrs.get("evidence_to", {}).get(name)
    return None if day == frame.attrs.get("evidence_ends") else day


def _named_with_day(frame: pd.DataFrame, name: Any, language: str, size: str = "report") -> str:
    """Return the name of a treaty, with the day on which its line ends before the last day.

    Without it where the drawing is narrow.
    """
    day = _day_known(frame, name) if size != "narrow" else None
    return named_with_day(str(name), day, language)


def _ends_are(frame: pd.DataFrame, told: Sequence[Any], language: str) -> str:
    """Say of which day the numbers at the ends of lines are."""
    early = any(_day_known(frame, name) for name in told)
    return word("treaties.ends_early" if early else "treaties.ends", language)


def _told_on_slide(note: str, names: dict[Any, str], frame: pd.DataFrame, language: str) -> str:
    """Say in the source line of a slide what a report says in its subtitle and note."""
    said = [_ends_are(frame, list(names)[:SLIDE_LINES], language), note]
    return sentences([*said, *_left_out(names, language), *_universe(frame, language)], language)


def _left_out(names: dict[Any, str], language: str) -> list[str]:
    """Name the treaties that a slide has no room for, in its source line."""
    listed = word("list.semicolon", language).join(list(names.values())[SLIDE_LINES:])
    return [word("treaties.left_out", language, names=listed)] if listed else []


def _universe(frame: pd.DataFrame, language: str) -> list[str]:
    """Say over which States treaties are counted.

    A part of the States (``within``) is told in the footer, with its own number.
    """
    whole = frame.attrs.get("universe") == "all" and not frame.attrs.get("within")
    if not whole:
        return []
    return [word("footer.universe.all", language, n=len(usual_states("all")))]


def _subtitle(
    frame: pd.DataFrame, names: dict[Any, str], young: list[Any], language: str, size: str
) -> str:
    """Say what the numbers at the ends are; the footer of a report says over which States."""
    between = word("list.semicolon", language)
    parts = []
    if size == "report":
        parts.append(_ends_are(frame, list(names), language))
        if young:
            listed = between.join(names[name] for name in young)
            parts.append(word("treaties.younger", language, names=listed))
    return sentences(parts, language)


def _headline(
    at_age: dict[Any, int], age: int, more: Collection[Any], language: str, size: str = "report"
) -> str:
    """Return how many parties the first treaty had at an age, and which other had most.

    Of treaties that may have had ``more`` it says "at least". That the other has most is seen on a
    slide, where the title has two lines.
    """
    first = "att" if "att" in at_age else next(iter(at_age), "")
    years = word("count.years", language, n=age)
    if not first:
        return word("title.treaties", language)
    name = name_of("treaty", str(first), language)
    told = {
        name: word("count.at_least", language, count=n) if name in more else n
        for name, n in at_age.items()
    }
    others = {name: n for name, n in at_age.items() if name != first}
    if not others or at_age[first] >= max(others.values()):  # nobody has more
        return word("finding.treaty", language, years=years, treaty=name, n=told[first])
    most = max(others, key=others.__getitem__)
    numbers: Any = {"years": years, "treaty": name, "n": told[first], "m": told[most]}
    other = name_of("treaty", str(most), language)
    key = "finding.treaties_slide" if size == "slide" else "finding.treaties"
    return word(key, language, other=other, **numbers)
