"""The texts of a figure as a reader sees them."""

from matplotlib.text import Text
from matplotlib.transforms import Bbox

from attdata.draw import style


def visible_texts(figure):
    """Return each text that is drawn with its place on the canvas."""
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    hidden = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            drawn = {id(tick) for tick in axis._update_ticks()} if ax.axison else set()
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if id(tick) not in drawn:
                    hidden |= {id(tick.label1), id(tick.label2)}
    texts = [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]
    return [(text, ink(text, text.get_window_extent(renderer))) for text in texts]


def laid_beside_key(ax, gid):
    """Return texts of a kind, where they are, and where the key and the map are."""
    ax.figure.draw_without_rendering()
    renderer = ax.figure.canvas.get_renderer()
    texts = [text for text in ax.texts if text.get_gid() == gid]
    boxes = [text.get_window_extent(renderer) for text in texts]
    key, whole = ax.get_legend().get_window_extent(renderer), ax.get_window_extent().frozen()
    return texts, boxes, key, whole


def ink(text, box):
    """Return the box of a text without the room that the Arabic face has above and below."""
    if text.get_fontfamily()[0] != style.ARABIC:
        return box
    spare = 0.19 * box.height / (1 + text.get_text().count("\n"))
    return Bbox.from_extents(box.x0, box.y0 + spare, box.x1, box.y1 - spare)


def tagged(artists, kind):
    """Return the artists of a kind by what they are for: "name:CUB" -> CUB."""
    held = [artist for artist in artists if str(artist.get_gid()).startswith(f"{kind}:")]
    return {artist.get_gid().partition(":")[2]: artist for artist in held}
