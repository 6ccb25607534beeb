"""Names of dots in an inset that stand in a column at its right, in the order of their latitude."""

from __future__ import annotations

import numpy as np

from attdata.maps import placement
from attdata.maps.label_alike import Alike
from attdata.maps.label_room import Item, Spot

# How a name of a column goes up or down, so that its line is so far from the dots of others.
STEPS, STEP, BY_DOT = 24, 0.4, 0.45
OFF_DOTS = 9.0  # millimetres at most from the easternmost dot
MUCH_WIDER = 1.15  # than all others is a name of a column that is broken


class Columns(Alike):
    """The names of one map, of which those of an inset may stand in a column."""

    def in_columns(self, items: list[Item]) -> list[Item]:
        """Name the dots in the right half of an inset in a column; return the other items."""
        rest = list(items)
        for number, frame in enumerate(self.canvas.frames[1:], start=1):
            left, bottom, right, top = self.canvas.millimetres(frame.box)
            chain = [
                item for item in items
                if item.frame == number and self.anchor(item)[0] > (left + right) / 2
            ]  # fmt: skip
            if not frame.column or not chain:
                continue
            chain.sort(key=lambda item: -self.anchor(item)[1])
            while chain:
                texts, sizes = self._texts_of_column(chain)
                east = max(self.anchor(item)[0] for item in chain)
                edge = min(right - 1.0 - max(wide for wide, _ in sizes), east + OFF_DOTS)
                ends = (bottom + 3.0, top - 1.0)
                places, amiss = self.in_column(chain, sizes, ends, edge - 0.5)
                if amiss is None:
                    break
                chain.remove(amiss)  # its name has another place
            for item, text, size, y in zip(chain, texts, sizes, places, strict=True):
                box = (edge, y - size[1] / 2, edge + size[0], y + size[1] / 2)
                start = self.anchor(item)
                gap = self.dot * 0.6 if item.dots else 0.0
                line = (start[0] + gap, start[1]), (edge - 0.5, y)
                self.keep(item.key, Spot(text, self.beside_size, box, *line))
                rest.remove(item)
        return rest

    def _texts_of_column(self, chain: list[Item]) -> tuple[list[str], list[tuple[float, float]]]:
        """Return the texts of a column and their sizes: one much wider than all others is broken.

        It would leave no room for the lines to the others.
        """
        texts = [item.texts[0] for item in chain]
        wide = [self.size(text, self.beside_size)[0] for text in texts]
        for i, item in enumerate(chain):
            others = [*wide[:i], *wide[i + 1 :]]
            if others and wide[i] > MUCH_WIDER * max(others):
                texts[i] = item.texts[min(1, len(item.texts) - 1)]
        return texts, [self.size(text, self.beside_size) for text in texts]

    def in_column(
        self, chain: list[Item], sizes: list[tuple[float, float]], ends: tuple[float, float],
        edge: float,
    ) -> tuple[list[float], Item | None]:  # fmt: skip
        """Return where the names of a column go, no line of which runs behind the dot of another.

        Also one whose line runs over other land all the same, None where there is none.

        Parameters
        ----------
        chain
            The States from the north down.
        sizes, ends
            Of the names, and between which they stay.
        edge
            Where their lines end.
        """
        wanted = [self.anchor(item)[1] for item in chain]
        least = min(h for _, h in sizes)
        line = max(h for _, h in sizes if h < 1.5 * least)  # one high for all of one line
        high = [max(h, line) + 0.9 for _, h in sizes]
        places = placement.column(wanted, high, *ends)
        for _ in range(STEPS):
            hidden = 0.0
            for number, (item, y) in enumerate(zip(chain, places, strict=True)):
                others = self.dots_of([i for i in self.canvas.dots if i not in item.ids])
                start, end = np.array(self.anchor(item)), np.array([edge, y])
                away = placement.from_lines(others, start, end)
                if not len(away) or away.min() > self.dot / 2 + BY_DOT:
                    continue
                x, at = others[int(np.argmin(away))]
                hidden = STEP if at < start[1] + (y - start[1]) * (x - start[0]) / (
                    edge - start[0]
                ) else -STEP  # fmt: skip
                moved = slice(None, number + 1) if hidden > 0 else slice(number, None)
                wanted[moved] = [place + hidden for place in wanted[moved]]
                break
            if not hidden:
                break
            places = placement.column(wanted, high, *ends)
        over = (i for i, y in zip(chain, places, strict=True) if self._over_islands(i, (edge, y)))
        return places, next(over, None)

    def _over_islands(self, item: Item, end: tuple[float, float]) -> bool:
        """Return whether the line from a dot runs over land of others, or close by."""
        rows, columns, _ = self.raster.along(np.array([self.anchor(item)]), np.array([end]))
        around = [(rows + up, columns + aside) for up in (-1, 0, 1) for aside in (-1, 0, 1)]
        high, wide = self.raster.shape
        below = [
            self.raster.owner[np.clip(up, 0, high - 1), np.clip(aside, 0, wide - 1)]
            for up, aside in around
        ]
        own = [self.raster.numbers.get(iso3, 0) for iso3 in item.ids]
        return bool(item.dots) and bool((~np.isin(below, [0, *own])).any())
