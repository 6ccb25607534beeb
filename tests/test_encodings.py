"""Files whose encoding nobody wrote down: read right or refused in words, never misread."""

import random

import pytest

from attdata.problems import InputError
from attdata.read.encodings import decode, decode_declared
from attdata.reference import reference_rows

TRADITIONAL = [
    "法國",
    "德國",
    "英國",
    "俄羅斯",
    "阿爾巴尼亞",
    "阿根廷",
    "巴西",
    "加拿大",
    "日本",
    "南非",
    "埃及",
    "馬來西亞",
    "泰國",
    "越南",
    "緬甸",
    "菲律賓",
    "印度尼西亞",
    "意大利",
    "西班牙",
    "葡萄牙",
    "荷蘭",
    "比利時",
    "瑞典",
    "挪威",
    "芬蘭",
    "丹麥",
    "波蘭",
    "希臘",
    "土耳其",
    "伊朗",
    "烏克蘭",
    "墨西哥",
]
LANGUAGES = {"cp1251": "ru", "koi8_r": "ru", "gb18030": "zh", "cp1256": "ar", "cp1252": "fr"}


def names_in(encoding):
    if encoding == "big5":
        return TRADITIONAL
    names = [row["name"] for row in reference_rows("state_names")
             if row["language"] == LANGUAGES[encoding] and row["form"] == "short"]  # fmt: skip
    return [
        n for n in names if not n.isascii() and n.encode(encoding, "ignore").decode(encoding) == n
    ]


@pytest.mark.parametrize("encoding", [*LANGUAGES, "big5"])
@pytest.mark.parametrize("size", [1, 3, 30])
def test_names_of_states_are_read_right_or_refused(encoding, size):
    draw = random.Random(f"{encoding} {size}")
    right = refused = 0
    for _ in range(25):
        names = names_in(encoding)
        text = "\n".join(draw.sample(names, min(size, len(names))))
        try:
            read, problems = decode(text.encode(encoding), "names.csv")
        except InputError as failure:
            assert "Save it as UTF-8 CSV or as .xlsx" in str(failure)
            refused += 1
            continue
        assert read == text
        assert "not UTF-8" in problems[0].problem
        right += 1
    assert right >= 20


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Participant;Note\nFrance;Genève, le dépôt à l'été\n", "cp1252"),
        ("Государство,Дата\nМали,3 июня 2013\nЧад,5\n", "cp1251"),
        ("Название,Место\nСеминар по контролю над вооружениями,Женева\n", "koi8_r"),
        ("活动,地点\n武器贸易条约研讨会,日内瓦\n", "gb18030"),
        ("العنوان,المكان\nحلقة عمل عن المعاهدة,جنيف\n", "cp1256"),
    ],
)
def test_words_without_names_of_states(text, encoding):
    assert decode(text.encode(encoding), "log.csv")[0] == text


def test_what_cannot_be_told_is_refused_in_words():
    with pytest.raises(InputError, match=r"log\.csv: the text is not UTF-8.*cannot be told"):
        decode("烏克蘭\n".encode("big5"), "log.csv")


@pytest.mark.parametrize("label", ["windows-1251", "koi8-r", "big5", "gb18030", "windows-1256"])
def test_a_declared_label_comes_first(label):
    text = {"big5": "法國", "gb18030": "法国", "windows-1256": "فرنسا"}.get(label, "Франция")
    assert decode_declared(text.encode(label), label, "page.html") == (text, [])
