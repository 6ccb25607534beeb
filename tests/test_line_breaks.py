"""Where a line of a label, a title or a footer may end, and where it may not."""

from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties

import attdata as att
from attdata.draw import style
from attdata.draw.breaks import APART, COMMA, PLAIN, TORN, WEAK, cost
from attdata.draw.captions import footer_lines
from attdata.draw.drawing import drawing_of, new_axes, renderer_of
from attdata.draw.layout import laid_out
from attdata.draw.wrap import balanced, wrapped
from attdata.reports.figure_set import FIGURES
from attdata.words import LANGUAGES, word

pytestmark = pytest.mark.usefixtures("closed")
DAY = pd.Timestamp("2026-07-24")


@pytest.mark.parametrize(
    ("better", "worse"),
    [  # before "and" or a preposition, rather than within a name
        (("Europa Occidental", "y otros"), ("Europa", "Occidental y")),
        (("Amérique latine", "et Caraïbes"), ("d’Amérique", "latine et")),
        (("Convention", "on Cluster"), ("on Cluster", "Munitions")),
        (("западноевропейских", "и других"), ("и других", "государств")),
        (("أمريكا اللاتينية", "ومنطقة البحر"), ("أمريكا", "اللاتينية ومنطقة")),
        # not after what leads on
        (("votaron", "a favor"), ("favor en", "su última")),
        (("États", "non encore"), ("non encore", "parties")),
        (("хотя бы", "в одном"), ("бы в", "одном мероприятии")),
        (("1 новый", "после КГУ11"), ("1 новый после", "КГУ11")),
        (("sur 35", "sont parties"), ("29 États", "sur 35")),
        (("《武器贸易条约》：", "各国状况"), ("各国", "状况")),
        (("voté «\u00a0pour\u00a0»", "lors de"), ("»\u00a0lors de", "leur dernier")),
        # a label and what it names
        (("in total.", "Blank: none"), ("total. Blank:", "none recorded")),
        (("the baseline:", "rose in"), ("baseline: rose", "in 2")),
        (("(90%);", "lowest: Asia"), ("(90%); lowest:", "Asia (24%)")),
    ],
)
def test_a_line_ends_between_parts_of_a_sentence_and_not_within_them(better, worse):
    assert cost(*better) < cost(*worse)


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [("(1 de", "diciembre de", TORN), ("(3 de", "febrero de", TORN), ("24", "July", TORN),
     ("с", "30 августа", APART), ("desde", "el día", PLAIN), ("не", "участники:", WEAK)],
)  # fmt: skip
def test_dates_and_small_words_keep_what_follows(left, right, least):
    assert cost(left, right) >= least > COMMA


def font_of(size=8.0):
    ax = new_axes("zh", 5)
    return FontProperties(family=style.fonts("zh"), size=size), renderer_of(ax.figure)


@pytest.mark.parametrize(
    "text",
    [
        "31 участник из 54 государств; новых после КГУ11 нет",
        "7 участников из 15 государств; новых после КГУ11 нет",
    ],
)
def test_no_word_stands_alone_between_other_lines_where_a_number_may_leave_its_noun(text):
    font, renderer = font_of()
    room = renderer.get_text_width_height_descent("11 участников из 48", font, False)[0] + 1
    lines = balanced(text, room, font, renderer).split("\n")
    assert len(lines) == 3 and lines[1] == "государств; новых"


def test_the_name_of_a_conference_stays_whole_in_chinese():
    font, renderer = font_of()
    for room in range(150, 700, 25):
        lines = balanced("43国中有40国为缔约国；第十一届缔约国会议以来无新增", room, font, renderer)
        assert "第十一届缔约国会议" in lines


def test_words_stay_whole_in_chinese():
    font, renderer = font_of()
    for room in range(150, 700, 25):
        lines = balanced(
            "资料来源：已公布外联活动记录；联合国数字图书馆表决数据。", room, font, renderer
        )
        for whole in ("联合国", "图书馆", "表决", "数据", "外联", "活动", "记录"):
            assert whole in lines, lines


def test_a_label_takes_a_little_more_room_instead_of_a_bad_break():
    with style.style("ru"):
        ax = new_axes("ru", 5)
        assert wrapped(["Не присоединились"], ax, 2.2, lines=2) == ["Не присоединились"]
        assert "\n" in wrapped(["Не присоединились"], ax, 2.2)[0]  # where its room is all there is
        (named,) = wrapped(["Упомянуты хотя бы в одном мероприятии"], ax, 3.6, lines=2)
        assert not named.split("\n")[0].endswith(" в")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_groups_have_one_size_and_slides_the_short_ones(data, language):
    frame = FIGURES["shares-un-groups"][0](data, DAY)
    for size in ("report", "slide"):
        ax = att.draw_shares(frame, language=language, size=size)
        assert len({label.get_fontsize() for label in ax.get_yticklabels()}) == 1
    assert max(label.get_text().count("\n") for label in ax.get_yticklabels()) <= 1
    name = word("group_title.WEOG", language)  # as the title of the slide has it
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert name in labels or name in drawing_of(ax).title


def test_states_in_no_group_stand_apart_from_the_groups(data):
    ax = att.draw_shares(FIGURES["shares-un-groups"][0](data, DAY))
    places = dict(zip([t.get_text() for t in ax.get_yticklabels()], ax.get_yticks(), strict=True))
    names = list(places)
    gaps = {b: places[a] - places[b] for a, b in pairwise(names)}
    assert gaps[word("group.no group")] == pytest.approx(1.35)
    assert gaps[names[1]] == pytest.approx(1.0)


def test_columns_of_the_slide_of_activities_add_up_to_its_title(data):
    frame = FIGURES["calendar"][0](data, DAY)
    ax = att.draw_calendar(frame, size="slide")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[-2:] == ["Global activities", "All activities"]
    cells = {}
    for text in ax.texts:
        cells.setdefault(round(text.get_position()[0]), []).append(int(text.get_text()))
    assert sum(column[-1] for column in cells.values()) == 111
    for *parts, total in cells.values():
        assert max(parts) <= total <= sum(parts)
    assert cells[2018][-1] == sum(cells[2018][:-1]) == 27
    assert drawing_of(ax).title.endswith(": 111")


def test_a_chart_of_facts_names_the_sources_of_what_it_shows(data):
    frame = FIGURES["signals"][0](data, DAY)
    report, slide = (
        {
            source[0]
            for source in drawing_of(att.draw_signals(frame, size=size)).frame.attrs["sources"]
        }
        for size in ("report", "slide")
    )
    assert report - slide == {"register"} and "vtf" not in report
    assert {"debates", "outreach", "votes"} <= slide


def test_the_years_of_the_ways_of_states_are_written(data):
    frame = FIGURES["history"][0](data, DAY)
    for size, there, missing in (("report", "2025", "2026"), ("slide", "2026", "2025")):
        ax = att.draw_history(frame, size=size)
        texts = {text.get_text() for text in (*ax.texts, *ax.get_xticklabels())}
        assert there in texts and missing not in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_stands_before_a_numeral(data, language):
    plan = att.progress(data)
    ax = att.draw_progress(plan, language=language, size="slide")
    signs = [text.get_text() for text in ax.texts if "+" in text.get_text()]
    assert signs and all(part[:1].isdigit() for text in signs for part in text.split("+")[1:])


@pytest.mark.parametrize("scheme", ["att_region", "m49_subregion"])
def test_no_line_of_a_chinese_note_on_boundaries_ends_within_a_name(data, scheme):
    states = att.status_on(data, "2026-07-24")
    frame = att.participation(data, "2026-07-24", by=scheme)
    ax = att.draw_region_map(frame, states=states, size="slide", language="zh")
    drawing = drawing_of(ax)
    with laid_out(ax.figure, drawing, footer_lines(drawing, "slide"), "slide"):
        lines = [t.get_text() for t in ax.texts if t.get_gid() == "sea note"]
        lines += [line for t in ax.figure.texts for line in t.get_text().split("\n")]
    for name in ("查谟", "克什米尔", "福克兰", "马尔维纳斯", "巴基斯坦", "状况", "领土", "教廷"):
        assert name in "".join(lines)
        assert sum(line.count(name) for line in lines) == "".join(lines).count(name), name
