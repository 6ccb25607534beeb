"""The names of groups with n/m: in their labels on a map, or in a table below it."""

from __future__ import annotations

from collections.abc import Mapping

from attdata.draw.axes import SLIDE_ROWS
from attdata.draw.drawing import MARGIN
from attdata.draw.style import INK, MUTED, PAPER, SMALL_SIZE, right_to_left
from attdata.maps import placement
from attdata.maps.ground import MARGIN_MM, Canvas, Look, measure
from attdata.maps.raster import Raster
from attdata.words import name_of, word

# So many groups have their names on the map itself, more have them in a table below it.
NAMED = 6
ROW_MM = 3.7
TABLE_PAD_MM = 1.6
SHORT = 14  # letters of a name and its count that have room on two lines
# On a slide: from the edge, in line with the title, from the upper edge, and from line to line.
LIST_EDGE_MM, LIST_MM, LIST_ROW_MM = 10 * MARGIN, 1.0, 2.9
# Of the key below the list, where its lines are closest, and those in Arabic.
KEY_PAD_MM, KEY_ROW_MM, KEY_ROW_ARABIC_MM = 1.0, 2.9, 3.15


class GroupTable:
    """The names of groups with n/m: in their labels, or numbered in a table below the map."""

    def __init__(
        self,
        groups: Mapping[str, Mapping[str, int]],
        looks: Mapping[str, Look],
        language: str,
        *,
        size: str = "report",
    ) -> None:
        self.looks, self.language = looks, language
        slide, self.narrow = size == "slide", size == "narrow"
        self.parties = {name: row["n_party"] for name, row in groups.items()}
        self.chosen = slide and len(groups) > SLIDE_ROWS
        self.outside = {name: row["n_states"] - row["n_party"] for name, row in groups.items()}
        if self.chosen:  # those with most States not yet party
            kept = sorted(self.outside, key=lambda name: -self.outside[name])[:SLIDE_ROWS]
            groups = {name: groups[name] for name in kept}
        self.by_count = self.chosen and len({self.outside[name] for name in groups}) == len(groups)
        self.names = {name: name_of("group", name, language) for name in groups}
        self.counts = {
            name: word("count.fraction", language, n=row["n_party"], m=row["n_states"])
            for name, row in groups.items()
        }
        long = max(map(len, self.names.values())) > 26
        self.numbered = self.narrow or not slide and (len(groups) > NAMED or long)
        self.columns = 1 if self.narrow else 3 if len(groups) > NAMED else 2

    def labels(self, name: str) -> list[str]:
        """Return the ways to set the label of a group on the map."""
        count = self.counts[name]
        if self.by_count:
            return [str(self.outside[name])]
        if self.chosen or self.numbered:  # small enough to stand on or beside its own land
            return [str(list(self.names).index(name) + 1)]
        ways = [f"{text}\n{count}" for text in placement.wrapped(self.names[name], 3)]
        # In one line it is low enough for a strip of sea beside its land.
        one = f"{self.names[name]} {count}"
        return [*ways, one] if len(one) > SHORT else ways

    def fraction(self) -> str:
        """Return what the two numbers of a group are, as those of one with several Parties."""
        first = next(iter(self.parties))
        name = next((name for name, n in self.parties.items() if n > 1), first)
        n, fraction = self.parties[name], self.counts[name]
        m = n + self.outside[name]
        return word("note.fraction", self.language, fraction=fraction, n=n, m=m)

    def rows_below(self, canvas: Canvas) -> int:
        """Return how many entries, below their title, have room under the list of a slide."""
        _, bottom, _, top = canvas.millimetres()
        free = top - bottom - LIST_MM - len(self.names) * LIST_ROW_MM
        row = KEY_ROW_ARABIC_MM if right_to_left(self.language) else KEY_ROW_MM
        return int((free - KEY_PAD_MM) / row) - 1

    def explained(self) -> list[str]:
        """Return the groups with their numbers, for the list beside a slide's map.

        Numbers are how many of their States are not party: together, what the title says. Where
        two are equal, which a map would not tell apart, these stand behind numbers from one on.
        """
        if self.by_count:
            return [
                f"{self.outside[name]}\N{NO-BREAK SPACE}{text}" for name, text in self.names.items()
            ]
        return [
            word("count.legend", self.language, label=f"{i}\N{NO-BREAK SPACE}{text}",
                 n=self.outside[name])
            for i, (name, text) in enumerate(self.names.items(), 1)
        ]  # fmt: skip

    def list_beside(self, canvas: Canvas, raster: Raster) -> None:
        """Write on a slide what the numbers stand for, where reading begins, above the key."""
        left, _, right, top = canvas.millimetres()
        arabic, unit = right_to_left(self.language), canvas.unit
        x, side = (right - LIST_EDGE_MM, "right") if arabic else (left + LIST_EDGE_MM, "left")
        wide = 0.0
        for row, line in enumerate(self.explained()):
            y = top - LIST_MM / 2 - (row + 0.5) * LIST_ROW_MM
            text = canvas.ax.text(
                x * unit, y * unit, line, fontsize=canvas.least, color=INK, ha=side,
                va="center_baseline", zorder=7, gid="numbers",
            )  # fmt: skip
            canvas.overlay.append(text)
            wide = max(wide, measure(canvas, text)[0])
        low = top - LIST_MM / 2 - len(self.names) * LIST_ROW_MM
        raster.take((x - wide, low, x, top) if arabic else (x, low, x + wide, top))

    @property
    def rows(self) -> int:
        """How many lines the table has."""
        return -(-len(self.names) // self.columns) if self.numbered else 0

    def height_mm(self) -> float:
        """Return how high the table is."""
        return self.rows * ROW_MM + 2 * TABLE_PAD_MM if self.numbered else 0.0

    def below(self, core: placement.Box, width_mm: float) -> placement.Box:
        """Return the rectangle of a map with room for the table below it."""
        left, bottom, right, top = core
        unit = (right - left) / (width_mm - 2 * MARGIN_MM)
        return left, bottom - self.height_mm() * unit, right, top

    def draw(self, canvas: Canvas, raster: Raster) -> None:
        """Write the table, column by column, in the direction of the language."""
        from matplotlib.patches import Rectangle

        if self.chosen:
            self.list_beside(canvas, raster)
        if not self.numbered:
            return
        left, bottom, right, _ = canvas.millimetres()
        high, arabic, unit = self.height_mm(), right_to_left(self.language), canvas.unit
        # Axes that grow a little when they are laid out show no strip of sea below the table.
        spare = 3.0 if self.narrow else 0.0
        ground = Rectangle(
            (left * unit, (bottom - spare) * unit), (right - left) * unit, (high + spare) * unit,
            facecolor=PAPER, edgecolor="none", zorder=6, gid="table",
        )  # fmt: skip
        canvas.overlay.append(canvas.ax.add_artist(ground))
        raster.take((left, bottom, right, bottom + high + 1.0))
        end = 1.0 if self.narrow else 5.0
        wide, sign = (right - left) / self.columns, -1 if arabic else 1
        for place, (name, text) in enumerate(self.names.items()):
            column, row = divmod(place, self.rows)
            start = right - column * wide - 1.0 if arabic else left + column * wide + 1.0
            y = bottom + high - TABLE_PAD_MM - (row + 0.5) * ROW_MM
            self._swatch(canvas, start, y, sign, name)
            cells = [
                (5.0 + 3.6, str(place + 1), "right", "bold"),
                (5.0 + 4.8, text, "left", "normal"),
                (wide - end, self.counts[name], "right", "bold"),
            ]
            for shift, said, side, weight in cells:
                self._cell(canvas, (start + sign * shift, y), said, side, weight)

    def _swatch(self, canvas: Canvas, start: float, y: float, sign: int, name: str) -> None:
        from matplotlib.patches import Rectangle

        unit = canvas.unit
        low = start if sign > 0 else start - 4.0
        box = Rectangle(
            (low * unit, (y - 1.3) * unit), 4.0 * unit, 2.2 * unit,
            facecolor=self.looks[name].color, edgecolor=MUTED, linewidth=0.3, zorder=7,
        )  # fmt: skip
        canvas.overlay.append(canvas.ax.add_artist(box))

    def _cell(
        self, canvas: Canvas, spot: tuple[float, float], text: str, side: str, weight: str
    ) -> None:
        if right_to_left(self.language):
            side = {"left": "right", "right": "left"}[side]
        artist = canvas.ax.text(
            spot[0] * canvas.unit, spot[1] * canvas.unit, text, fontsize=SMALL_SIZE, color=INK,
            ha=side, va="center_baseline", weight=weight, zorder=7, gid="table",
        )  # fmt: skip
        canvas.overlay.append(artist)
