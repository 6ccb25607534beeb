"""Numbers for names without room on a map, and the list of what they stand for."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np

from attdata.draw.drawing import MARGIN
from attdata.draw.style import right_to_left
from attdata.maps import placement
from attdata.maps.dots import across, draw_numbered_dot
from attdata.maps.ground import Canvas
from attdata.maps.label_order import in_order_of_place
from attdata.maps.label_room import Item, Spot
from attdata.maps.label_search import CROSSING, Search
from attdata.maps.legend import NEARER
from attdata.maps.map_texts import cut_elsewhere, is_cut
from attdata.maps.placement import distances
from attdata.maps.raster import PER_MM, Raster
from attdata.words import state_name, whole_name, word

LISTED = 6.5  # points: the list in a report, which is read with nothing beside it
PITCH = 1.25  # of the lines of the list of numbers, in sizes of the type
CLOSER = 0.92  # of it, beside the map of a slide, rather than in the small type of the footer
ISLETS = 6  # squares of land among the lines of the list of numbers, which letters hardly touch
IN_LINE = 0.6  # what it costs by the millimetre that the list does not begin where the legend does
WIDENED = 1.6  # of its widest short name is the list at most, for names that are not cut short
COLUMN, COLUMN_GAP = 4.0, 2.0  # and each of its columns, and the room between two
LONG = 18  # letters of a name that is set on two lines of the list where it would be too wide
CLEAR_OF_NAMES = 1.0  # above and below it, or it would go on in the name of a State
BESIDE_NAMES = 2.0  # and at either side
BESIDE_LAND = 5.0  # a dot with a number is no further from its land
GONE = 4.0  # what it costs that a dot with a number hides all of a State
AT_SEA = 8.0  # nor a number beside it than this
# Millimetres of land of others that a line to a number in the sea may cross: on a slide more, where
# it would else stand on that land.
OVER_OTHERS, PAST_LAND = 0.3, 1.0
DIGITS_HIGH = 0.94  # of the room of a number is their height
LARGE = 60.0  # square millimetres of land of which a number hides little
CLEAR_OF_OWN = 0.3  # millimetres from a number to land of others that is named, and its own
LED, TO_BE_SEEN = 2.6, 5.0  # millimetres from a State to a number whose line is seen
ON_BORDER = 1.5  # by the millimetre of a border or coast below it
# Millimetres from a number to the name of another State beside it, with which it would be read,
# and above or below it.
OFF_NAMES, UNDER_NAMES = 0.75, 0.3
ON_IT = 0.35  # of a number lies on the small land that it stands on


class Numbers(Search):
    """The numbers of one map, on land or in dots, and their list."""

    def __init__(self, canvas: Canvas, raster: Raster) -> None:
        super().__init__(canvas, raster)
        self.numbers: dict[str, str] = {}
        self.dotted: set[str] = set()  # whose number stands in a dot
        self.listed = self.beside_size

    def numbered(self, items: list[Item]) -> None:
        """Print numbers on the land of States, neighbours in a row, and what they stand for.

        Where the land is too small for a number, it stands in the sea beside it, or a dot with the
        number is the State.
        """
        items = in_order_of_place(items, self.anchor)
        for item in items:
            number = str(len(self.numbers) + 1)
            on_land = not item.dots and self.on_own(item, number)
            ways = [self.at_sea, self.in_dot]  # on land hardly larger it would lie on borders
            if self.canvas.aside:  # on a slide no number hides a State
                ways = [self.at_sea, self.past_land, self.beside_small, self.on_small, self.in_dot]
            if on_land or any(way(item, number) for way in ways):
                self.numbers[item.key] = item.short or item.texts[0]
            else:
                self.beside(item)
        if self.numbers:
            self.list_numbers()

    def on_own(self, item: Item, number: str) -> bool:
        """Print a number on the land of a State, off the names of others if there is such room."""
        near = self.by_names(item).astype(self.raster.taken.dtype)
        sizes = (self.beside_size,)
        self.raster.taken += near
        off_names = self.on_land(item, [number], sizes)
        self.raster.taken -= near
        return off_names or self.on_land(item, [number], sizes)

    def off_numbers(self, items: list[Item]) -> None:
        """Put names on their land farther from the numbers in dots that are beside them."""
        for dot in [self.spots[key].box for key in sorted(self.dotted)]:
            near = placement.grown(dot, 3 * OFF_NAMES)
            off = placement.grown(dot, 2 * OFF_NAMES)
            for item in items:
                spot = self.spots.get(item.key)
                named = spot is not None and spot.on_land and not spot.text.isdigit()
                if spot is None or not named or not placement.meet(near, spot.box):
                    continue
                self.release(item.key)
                self.raster.take(off)
                if not self.on_land(item, [spot.text], (spot.size,)):
                    self.keep(item.key, spot)
                self.raster.take(off, -1)

    def past_land(self, item: Item, number: str) -> bool:
        """Print a number in the sea past a strip of land of others: better than on that land."""
        return self.at_sea(item, number, PAST_LAND, BESIDE_LAND)

    def at_sea(
        self, item: Item, number: str, over: float = OVER_OTHERS, reach: float = AT_SEA
    ) -> bool:
        """Print a number in the sea beside a small State or its dot; False without room there.

        Its line runs over at most so many millimetres of land of others.
        """
        dots = self.spaces(item, -1)
        spot = self.best_place(item, number, 0.0, reach, math.inf)
        self.spaces(item, 1, dots)
        if spot is None or spot.wrong or spot.crossed > over:
            return False
        self.keep(item.key, spot)
        return True

    def beside_small(self, item: Item, number: str) -> bool:
        """Print a number at a short line beside a small State, on the land of a large neighbour.

        That neighbour has no name on the map, nor is any other named State below the number.
        """
        raster, coast = self.raster, self.coast(item)
        if not len(coast):
            return False
        size = self.size(number, self.beside_size)
        size = (size[0], DIGITS_HIGH * size[1])
        room = size[0] + 2 * CLEAR_OF_OWN, size[1] + 2 * CLEAR_OF_OWN
        crop, start = self.around(coast, BESIDE_LAND), np.array(self.anchor(item))
        small = raster.small(LARGE)
        small[0] = False  # the sea
        named = self.named | set(item.ids)
        closed = raster.own(sorted(named), crop=crop) | small[raster.owner[crop]]
        closed |= (raster.taken[crop] > 0) | (raster.frame[crop] != item.frame)
        free = np.argwhere(raster.sums(closed, room) == 0)
        if not len(free):
            return False
        boxes = raster.boxes(free + np.array([crop[0].start, crop[1].start]), room)
        boxes += CLEAR_OF_OWN * np.array([1, 1, -1, -1])
        ends = np.clip(start, boxes[:, :2], boxes[:, 2:])
        cost = self._beside_cost(item, boxes, start, ends, crop)
        best = int(np.argmin(cost))
        left, bottom, right, top = boxes[best].tolist()
        end, begin = ends[best], start
        if item.dots:  # the line begins at the edge of the dot
            begin = start + (end - start) * min(1.0, self.dot * 0.6 / np.hypot(*(end - start)))
        line = (float(begin[0]), float(begin[1])), (float(end[0]), float(end[1]))
        self.keep(item.key, Spot(number, self.beside_size, (left, bottom, right, top), *line))
        return True

    def _beside_cost(
        self, item: Item, boxes: Any, start: Any, ends: Any, crop: tuple[slice, slice]
    ) -> Any:
        """Return what numbers beside a State cost: far, on a border, or their lines over others."""
        raster, owner = self.raster, self.raster.owner[crop]
        borders = np.zeros(owner.shape, dtype=bool)
        borders[:, 1:] = owner[:, 1:] != owner[:, :-1]
        borders[1:] |= owner[1:] != owner[:-1]
        rows, columns, bead = raster.along(np.repeat(start[None], len(ends), axis=0), ends)
        named = raster.own(sorted(self.named - set(item.ids)))[rows, columns]
        others = (named | (raster.taken[rows, columns] > 0)).sum(axis=1) * bead
        away = np.hypot(*(ends - start).T)
        cost = away + CROSSING * others + self.disorder(item, boxes) + TO_BE_SEEN * (away < LED)
        return cost + ON_BORDER * raster.count(borders, boxes, crop) / PER_MM

    def on_small(self, item: Item, number: str) -> bool:
        """Print a number on land that it covers, where at least half of it lies on this land."""
        raster, coast = self.raster, self.coast(item)
        if item.dots or not len(coast):
            return False
        size = self.size(number, self.beside_size)
        size = (size[0], DIGITS_HIGH * size[1])
        crop = self.around(coast, max(size))
        held = raster.sums(raster.own(item.ids, item.frame, crop), size)
        taken = raster.sums(raster.taken[crop] > 0, size)
        if not held.size:
            return False
        held = np.where(taken > 0, 0, held)
        places = np.argwhere(held == held.max())
        if held.max() < ON_IT * size[0] * size[1] * PER_MM**2:
            return False
        first = np.array([crop[0].start, crop[1].start])
        middle = places[np.argmin(np.hypot(*(places - places.mean(axis=0)).T))] + first
        left, bottom, right, top = raster.boxes(middle[None], size)[0].tolist()
        box = (left, bottom, right, top)
        self.keep(item.key, Spot(number, self.beside_size, box, on_land=True))
        return True

    def in_dot(self, item: Item, number: str) -> bool:
        """Print a number in a dot on or beside the land of a State; False without room."""
        if item.look is None:
            return False
        room = self.dot_of(item, number)[1]
        here = np.array(self.anchor(item))
        dots = self.spaces(item, -1)
        crop = self.around(here[None], BESIDE_LAND)
        first = np.array([crop[0].start, crop[1].start])
        closed = (self.raster.taken[crop] > 0) | self.by_names(item)[crop]
        free = np.argwhere(self.raster.sums(closed, (room, room)) == 0)
        if not len(free):
            self.spaces(item, 1, dots)
            return False
        boxes = self.raster.boxes(free + first, (room, room))
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        foreign = (self.raster.owner[crop] > 0) & ~self.raster.own(item.ids, crop=crop)
        covered = self.weigh(foreign, boxes, crop)
        x, y = middles[np.argmin(np.hypot(*(middles - here).T) + covered)].tolist()
        if np.hypot(x - here[0], y - here[1]) < 0.3:  # no further than the squares of the grid
            x, y = here.tolist()
        self.put_in_dot(item, number, (x, y))
        return True

    def by_names(self, item: Item) -> Any:
        """Return the squares so near to names of others that a number is read with them."""
        near = np.zeros(self.raster.shape, dtype=bool)
        for key, spot in self.spots.items():
            if key != item.key and not spot.text.isdigit():
                room = np.array([-OFF_NAMES, -UNDER_NAMES, OFF_NAMES, UNDER_NAMES])
                left, bottom, right, top = (np.array(spot.box) + room).tolist()
                near[self.raster.window((left, bottom, right, top))] = True
        return near

    def weigh(self, land: Any, boxes: Any, crop: tuple[slice, slice]) -> Any:
        """Return what it costs to cover land: a small State that is hidden counts as well."""
        owner = self.raster.owner
        sizes = np.maximum(np.bincount(owner.ravel()), 1) / PER_MM**2
        weights = np.where(land, 1 + GONE / sizes[owner[crop]], 0.0)
        return self.raster.count((100 * weights).astype(np.int32), boxes, crop) / PER_MM**2 / 100

    def dot_of(self, item: Item, number: str) -> tuple[float, float]:
        """Return how wide a dot with a number is, and the room that it takes."""
        assert item.look is not None
        side = across(item.look.marker, self.size(number, self.beside_size))
        return side, side * (1.35 if item.look.marker == "D" else 1.0) + 0.5

    def put_in_dot(self, item: Item, number: str, place: tuple[float, float]) -> None:
        """Print a number in a dot around a place."""
        assert item.look is not None
        (x, y), unit = place, self.canvas.unit
        side, room = self.dot_of(item, number)
        draw_numbered_dot(self.canvas, item.key, item.look, (x * unit, y * unit), side, item.ink)
        self.raster.take(placement.centred(x, y, (room, room)))
        item.hatched = False  # the dot has no hatch
        self.dotted.add(item.key)
        box = placement.centred(x, y, self.size(number, self.beside_size))
        self.keep(item.key, Spot(number, self.beside_size, box, on_land=True))

    def list_numbers(self) -> None:
        """Print what the numbers stand for where there is room, else leave it to the footer."""
        lines = self._lines()
        ways = [lines, self._lines(on_two=True), self._short()]
        if any(len(two) > len(one) + LONG / 2 for one, two in zip(lines, ways[1], strict=True)):
            ways = ways[1:]  # on one line not every name is whole
        self.listed = max(LISTED, self.beside_size)
        if self.listed > self.beside_size and self._listed_on_map(ways[:-1], over=False):
            return
        self.listed = self.beside_size
        if self._listed_on_map(ways):
            return
        self.canvas.key = word("list.semicolon", self.canvas.language).join(lines)

    def _listed_on_map(self, ways: list[list[str]], *, over: bool = True) -> bool:
        """Print the list beside or on the map, ``over`` ground too; False without room."""
        raster, pitch = self.raster, PITCH * self.listed * 25.4 / 72
        if any(self.list_in_column(said, pitch * by) for by in (1.0, CLOSER) for said in ways):
            return True
        closed = raster.shut() | (raster.frame != 0)
        own = raster.own(sorted(self.canvas.own)) if self.canvas.own else raster.owner > 0
        grounds = [(closed, 0.0), (closed, ISLETS), (closed | own, math.inf)][: 3 if over else 2]
        # Names cut short in the sea, too, rather than whole ones over ground.
        wordings = [w for i, w in enumerate(ways) if w not in ways[:i]]
        for (shut, islets), said in product(grounds, wordings):
            places = [self._in_columns(said, pitch, shut, islets, n) for n in (1, 2, 3)]
            possible = [place for place in places if place is not None]
            if possible:
                _, texts, widths, box = min(possible, key=lambda way: way[0])
                self._write_list(texts, widths, box, pitch)
                raster.take((box[0], box[1], box[2], box[3]))
                return True
        return False

    def _lines(self, *, on_two: bool = False) -> list[str]:
        """Return the lines of the list: short names, or whole ones that widen no column by much.

        These may be on two lines each.
        """
        language, short = self.canvas.language, self._short()
        widest = WIDENED * max(self.size(line, self.beside_size)[0] for line in short)
        widest = max(widest, self.canvas.aside - 2.0)  # of a slide, which has a column for it
        lines = []
        for i, (iso3, line) in enumerate(zip(self.numbers, short, strict=True), 1):
            whole = f"{i}\N{NO-BREAK SPACE}{state_name(iso3, language)}"
            cut = is_cut(line) or cut_elsewhere(iso3)
            whole = _on_two(whole) if on_two else whole
            fits = cut and self.size(whole, self.beside_size)[0] <= widest
            fits |= not self.canvas.aside and bool(whole_name(iso3, language))
            lines.append(whole if fits else line)
        return lines

    def _short(self) -> list[str]:
        """Return the lines of the list with the names of maps."""
        return [f"{i}\N{NO-BREAK SPACE}{text}" for i, text in enumerate(self.numbers.values(), 1)]

    def _in_columns(
        self, lines: list[str], pitch: float, shut: Any, islets: float, columns: int
    ) -> tuple[float, list[list[str]], list[float], list[float]] | None:
        """Return the best place of the list in some columns, and what it costs; None without any.

        It is near the legend, begins in line with its samples, and keeps clear of other names.
        """
        raster, legend = self.raster, self.canvas.legend or self.canvas.millimetres()
        texts, widths = self._divided(lines, columns)
        high = len(texts[0]) * pitch
        room = sum(widths) + COLUMN_GAP * len(texts) + 1.5, high + 0.4 + 2 * CLEAR_OF_NAMES
        land = raster.sums(raster.owner > 0, room)
        # Beyond the edge of the map there is nothing that it could be read with.
        more = int(BESIDE_NAMES * PER_MM)
        shut = np.pad(shut, ((0, 0), (more, more)))
        names = raster.sums(shut, (room[0] + 2 * BESIDE_NAMES, room[1]))
        free = np.argwhere((land <= islets) & (names == 0))
        if not len(free):
            return None
        boxes = raster.boxes(free, room) + np.array([0, CLEAR_OF_NAMES, 0, -CLEAR_OF_NAMES])
        goal = np.array([[(legend[0] + legend[2]) / 2, (legend[1] + legend[3]) / 2]])
        arabic = right_to_left(self.canvas.language)
        edge, start = (2, legend[2] - 0.2) if arabic else (0, legend[0] + 0.2)
        aside = np.abs(boxes[:, edge] - start)
        cost = distances(boxes, goal)[0] + 3.0 * land[tuple(free.T)] + IN_LINE * aside
        box = boxes[int(np.argmin(cost))].tolist()
        if abs(box[edge] - start) < 1 / PER_MM:  # no further than the squares of the grid
            box[edge] = start
        return float(cost.min()) + COLUMN * columns, texts, widths, box

    def list_in_column(self, lines: list[str], pitch: float) -> bool:
        """Print the list above a legend that stands beside the map; False without room there."""
        canvas = self.canvas
        left, _, right, _ = canvas.millimetres()
        if not canvas.aside or canvas.legend is None or left < canvas.legend[0] < right:
            return False
        low = canvas.legend[3] + 1.0
        # Rather in two columns than close below the title.
        for columns, nearer in ((1, 0.0), (2, NEARER), (1, NEARER)):
            texts, widths = self._divided(lines, columns)
            height = max(map(len, texts)) * pitch
            wide = sum(widths) + COLUMN_GAP * (len(texts) - 1)
            if (
                low - canvas.legend[1] + height <= canvas.free + nearer
                and wide < canvas.aside - 3.0
            ):
                more = canvas.aside - 10 * MARGIN + 1.0  # in line with the title
                box = [left - more, low, right + more, low + height]
                self._write_list(texts, widths, box, pitch)
                return True
        return False

    def _divided(self, lines: list[str], columns: int) -> tuple[list[list[str]], list[float]]:
        """Return lines in columns, the first the longest, and how wide each is in millimetres."""
        rows = [line.split("\n") for line in lines]
        most = -(-sum(map(len, rows)) // columns)
        texts: list[list[str]] = [[]]
        for row in rows:
            if texts[-1] and len(texts[-1]) + len(row) > most and len(texts) < columns:
                texts.append([])
            texts[-1] += row
        widths = [max(self.size(line, self.listed)[0] for line in text) for text in texts]
        return texts, widths

    def _write_list(
        self, texts: list[list[str]], widths: list[float], box: list[float], pitch: float
    ) -> None:
        """Print columns of lines in a rectangle, in the direction of the language."""
        arabic, unit = right_to_left(self.canvas.language), self.canvas.unit
        x = box[2] - 1.0 if arabic else box[0] + 1.0
        for text, wide in zip(texts, widths, strict=True):
            for number, line in enumerate(text):
                artist = self.text(line, self.listed)
                artist.set(ha="right" if arabic else "left", va="baseline", gid="numbers")
                y = box[3] - 0.2 - (number + 0.75) * pitch
                artist.set_position((x * unit, y * unit))
                self.canvas.overlay.append(artist)
            x += (-1 if arabic else 1) * (wide + COLUMN_GAP)


def _on_two(line: str) -> str:
    """Return a line of the list with a long name on two lines, of which the second hangs."""
    number, name = line.split("\N{NO-BREAK SPACE}", 1)
    if len(name) < LONG or " " not in name:
        return line
    first, second = placement.wrapped(name)[1].split("\n")
    hang = "\N{FIGURE SPACE}" * len(number) + "\N{NO-BREAK SPACE}"
    return f"{number}\N{NO-BREAK SPACE}{first}\n{hang}{second}"
