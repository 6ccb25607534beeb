"""Logs from other hands: places, totals, numbers of two files, kinds of files, links."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import attdata as att
from attdata.checks import check_file
from attdata.frames import Dataset, empty_frame, typed
from attdata.outreach.cells import Names
from attdata.outreach.kinds import counts_as_outreach, kinds_of
from attdata.outreach.links import link_items, unlinked_kinds
from attdata.outreach.log import read_log
from attdata.outreach.trust_fund import read_vtf
from attdata.outreach.venue import find_venue
from attdata.problems import ERROR
from attdata.read.sheet import Sheet, Workbook
from attdata.reference import raw_folder, reference_rows


def workbook(*rows: list[str], file: str = "log.csv") -> Workbook:
    """Return a workbook of one sheet with these rows from row 1 on."""
    sheet = Sheet(file, "", {n: row for n, row in enumerate(rows, 1) if any(row)})
    return Workbook(file, "csv", [sheet], [])


@pytest.fixture(scope="module")
def data() -> Dataset:
    return att.load()


# ---------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("place", "states", "doubtful"),
    [
        ("Atlanta, Georgia", (), True),
        ("Tbilisi, Georgia", ("GEO",), False),
        ("Georgia", (), True),
        ("Minna, Niger", (), True),
        ("Niamey, Niger", ("NER",), False),
        ("Santiago, Chile and Lima, Peru", ("CHL", "PER"), False),
        ("Accra, Ghana; Lomé, Togo", ("GHA", "TGO"), False),
        ("Dakar et Bamako", ("SEN", "MLI"), False),
        ("Port of Spain, Trinidad and Tobago", ("TTO",), False),
        ("Palau and Fiji", ("PLW", "FJI"), False),
        ("Manila", ("PHL",), False),
        ("Geneva (CICG)", ("CHE",), False),
        ("Palais des Nations, Geneva", ("CHE",), False),
        ("曼谷", ("THA",), False),
        ("online", (), False),
        ("Congo", (), True),
        ("el Congo", (), True),
        ("le Congo", (), True),
        ("الكونغو", (), True),
        ("Конго", (), True),
        ("刚果", (), True),
        ("Corée", (), True),
        ("Corea", (), True),
        ("Jeonju, Korea", (), True),
        ("Seoul, Korea", ("KOR",), False),
        ("Guinea-", (), True),
        ("Guinée-", (), True),
        ("Guyana", ("GUY",), False),
        ("Guayana", (), True),
        ("Kinshasa, Congo", ("COD",), False),
        ("Brazzaville, Congo", ("COG",), False),
    ],
)
def test_the_last_word_of_a_place_is_its_state_only_where_it_can_be_nothing_else(
    place: str, states: tuple[str, ...], doubtful: bool
) -> None:
    assert find_venue(place, Names().state, Names().meanings).states == states
    found = read_log(workbook(["Date", "Event", "Venue"], ["1 March 2024", "Meeting", place]))
    hosts = found.activity_states
    assert tuple(hosts.loc[hosts["role"].astype(str) == "host", "iso3"]) == states
    assert bool([p for p in found.problems if p.cell == "C2"]) == doubtful
    country = states[0] if len(states) == 1 else ""
    assert found.activities["country_iso3"].tolist() == [country]


@pytest.mark.parametrize("place", ["Congo", "el Congo", "Corée", "الكونغو", "刚果", "Guinea-"])
def test_a_doubtful_place_is_told_with_the_states_that_names_suggests(place: str) -> None:
    found = read_log(workbook(["Date", "Event", "Venue"], ["1 March 2024", "Meeting", place]))
    (problem,) = [p for p in found.problems if p.cell == "C2"]
    suggested = att.resolve(place)["suggestion"][0].rpartition(" is ambiguous: ")[2]
    assert suggested and suggested in problem.hint
    assert problem.value == place


def test_cities_are_in_states_and_no_city_in_two() -> None:
    rows = [row for row in reference_rows("places") if row["kind"] == "city"]
    assert len({row["name"].casefold() for row in rows}) == len(rows) > 250
    assert {row["iso3"] for row in rows} <= {row["iso3"] for row in reference_rows("states")}


# ---------------------------------------------------------------- totals

TOTALS = [
    "Total",
    "TOTAL:",
    "Grand total",
    "Sub-total",
    "Total 2023",
    "Sous-total",
    "Total général",
]
TOTALS += ["Total général", "Suma", "Итого", "Всего:", "合计", "小计", "المجموع", "الإجمالي"]


@pytest.mark.parametrize("word", TOTALS)
def test_a_row_of_totals_is_no_project(word: str) -> None:
    rows = [
        ["Cycle", "Project number", "Beneficiary State", "Project title", "Grant amount"],
        ["2023", "G1", "Ghana", "Project A", "USD 99,958"],
        ["", "G2", "Togo", "Project B", "USD 100,000"],
        [word, "", "", "", "USD 199,958"],
    ]
    found = read_vtf(workbook(*rows))
    assert (found.rows_read, found.rows_kept) == (2, 2)
    assert found.vtf_projects["amount_usd"].sum() == 199958
    assert [(p.cell, p.value) for p in found.problems] == [("A4", word)]


@pytest.mark.parametrize(
    ("words", "amount", "left_out"),
    [
        ("Grand total (2 projects)", "USD 300", True),
        ("Total for Africa", "USD 299", True),
        ("2 projects", "USD 300", True),
        ("Ensemble des projets", "300", True),
        ("Togo", "USD 50", False),
        ("Summary of Togo", "USD 50", False),
    ],
)
def test_a_row_without_title_that_adds_up_is_no_project(
    words: str, amount: str, left_out: bool
) -> None:
    head = ["Beneficiary State", "Project title", "Cycle", "Amount"]
    rows = [head, ["Ghana", "a", "2019", "USD 100"], ["Togo", "b", "2019", "USD 200"]]
    found = read_vtf(workbook(*rows, [words, "", "", amount]))
    assert len(found.vtf_projects) == (2 if left_out else 3)
    told = [p.cell for p in found.problems if "row of totals" in p.problem]
    assert told == (["A4"] if left_out else [])


def test_a_total_that_is_wrong_is_told_and_parts_are_added_up() -> None:
    rows = [
        ["Project number", "Beneficiary State", "Project title", "Grant amount"],
        ["G1", "Ghana", "A", "100"],
        ["G2", "Togo", "B", "200"],
        ["", "", "Subtotal", "300"],
        ["G3", "Mali", "C", "50"],
        ["", "", "Subtotal", "50"],
        ["", "", "Grand total", "400"],
    ]
    wrong = [p for p in read_vtf(workbook(*rows)).problems if "is not the sum" in p.problem]
    assert [(p.cell, p.value) for p in wrong] == [("D7", "400")]
    assert "350.00" in wrong[0].problem


@pytest.mark.parametrize(
    ("total", "wrong"),
    [
        (["Sub-total Africa", "2 States", "", "150"], []),
        (["Total", "2", "", "150"], []),
        (["Total", "", "2 proyectos", "150"], []),
        (["Итого", "2 государства", "", "150"], []),
        (["合计", "", "2项", "150"], []),
        (["المجموع", "دولتان", "", "150"], None),
        (["Total", "3", "", "150"], ["B4"]),
        (["Total", "", "2", "140"], ["D4"]),
    ],
)
def test_a_row_of_totals_may_count_in_words(total: list[str], wrong: list[str] | None) -> None:
    head = ["Project number", "Beneficiary State", "Project title", "Grant amount"]
    rows = [head, ["G1", "Ghana", "A", "100"], ["G2", "Togo", "B", "50"], total]
    found = read_vtf(workbook(*rows))
    if wrong is None:  # a number in words alone is told as a row that names no State
        assert any(p.cell in ("A4", "B4") for p in found.problems)
        return
    assert found.vtf_projects["amount_usd"].sum() == 150
    assert [p.cell for p in found.problems if "is not the sum" in p.problem] == wrong


def test_a_row_of_totals_in_a_log_is_no_activity() -> None:
    head = ["Дата", "Название", "Государства"]
    one, two = ["3 июня 2024 г.", "Семинар", "Кения"], ["4 июня 2024 г.", "Встреча", "Гана"]
    found = read_log(workbook(head, one, two, ["Всего", "2 мероприятия", ""]))
    assert found.activities["title"].tolist() == ["Семинар", "Встреча"]
    assert [p.cell for p in found.problems if "row of totals" in p.problem] == ["A4"]


def test_a_title_that_begins_with_total_is_an_activity() -> None:
    rows = (["Date", "Event"], ["5 May 2018", "Total ban on transfers"], ["6 May 2018", "Total"])
    found = read_log(workbook(*rows))
    assert "Total ban on transfers" in found.activities["title"].tolist()


# ---------------------------------------------------------------- two files


STRANGE = ("README.txt", "Thumbs.db", "desktop.ini", "log.xlsx.bak", "notes.docx")
HIDDEN = (".DS_Store", "~$lock.xlsx")
MISPLACED = ("visits.csv", "outreach/2025/visits.csv", "logs/visits.csv")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the raw files with logs of the same numbers, of none, and other files."""
    raw = Path(
        shutil.copytree(raw_folder("reference").parent, tmp_path_factory.mktemp("r") / "raw")
    )
    log = "{}Date,Event,Country,Organiser\n{}1 February 2025,Briefing,Ghana,UNREC\n"
    for name in ("visits_2025", "visits_2026"):
        (raw / "outreach" / f"{name}.csv").write_text(log.format("", ""), encoding="utf-8")
    (raw / "outreach" / "team_b.csv").write_text(log.format("ID,", "E001,"), encoding="utf-8")
    for folder in ("membership", "outreach", "forums", "plan", "reference"):
        for name in (*STRANGE, *HIDDEN):
            (raw / folder / name).write_bytes(b"\x00\x01 no table")
    for name in MISPLACED:
        (raw / name).parent.mkdir(exist_ok=True)
        (raw / name).write_text(log.format("", ""), encoding="utf-8")
    return raw


@pytest.fixture(scope="module")
def built(raw: Path) -> Dataset:
    return att.build(raw, out=None, strict=False)


def test_numbers_of_our_own_are_unique_over_files(built: Dataset) -> None:
    own = built.activities[built.activities["source"].str.startswith("visits")]
    assert own["activity"].tolist() == ["visits_2025-R002", "visits_2026-R002"]
    assert built.activities["activity"].is_unique


def test_two_logs_with_the_same_numbers_are_one_clear_error(built: Dataset) -> None:
    errors = built.problems[built.problems["severity"].astype(str) == ERROR]
    assert errors["source"].tolist() == ["team_b.csv"]
    text = errors["problem"].item() + errors["hint"].item()
    assert "outreach_log.xlsx" in text
    assert "it was not used." in text
    assert "E001-B for E001" in text
    assert "team_b.csv" not in set(built.activities["source"])


def test_files_that_are_no_spreadsheets_are_left_out_and_told(built: Dataset) -> None:
    told = built.problems[built.problems["problem"].str.contains("is no spreadsheet")]
    assert sorted(told["source"]) == sorted(5 * STRANGE)
    assert set(told["severity"].astype(str)) == {"warning"}
    hidden = built.problems[built.problems["source"].isin(HIDDEN)]
    assert sorted(hidden["source"]) == sorted(5 * HIDDEN)
    assert set(hidden["severity"].astype(str)) == {"note"}
    assert not {*STRANGE, *HIDDEN} & set(built.sources["source"])


def test_a_log_in_a_folder_that_is_not_read_is_told(built: Dataset) -> None:
    told = built.problems[built.problems["source"].isin(MISPLACED)]
    assert sorted(told["source"]) == sorted(MISPLACED)
    assert set(told["severity"].astype(str)) == {"warning"}
    assert told["hint"].str.contains("attdata add").all()


def test_files_that_are_checked_together_share_no_numbers(tmp_path: Path, command_line) -> None:
    for name, day in (("a.csv", "1"), ("b.csv", "2")):
        text = f"ID,Date,Title,States\nE001,{day} June 2026,x,Fiji\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = command_line("check", "a.csv", "b.csv", cwd=tmp_path)
    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "b.csv: has the same numbers as a.csv (E001)." in told
    assert "not used" not in told


def test_two_files_of_one_name_are_told_apart_by_their_folders(
    tmp_path: Path, command_line
) -> None:
    paths = [Path("old") / "a.csv", Path("new") / "a.csv"]
    for path in paths:
        (tmp_path / path.parent).mkdir()
        text = "ID,Date,Title,States\nE001,31 June 2026,x,Fiji\n"
        (tmp_path / path).write_text(text, encoding="utf-8")
    done = command_line("check", *map(str, paths), cwd=tmp_path)
    told = done.stdout + done.stderr
    assert f"{paths[1]}: has the same numbers as {paths[0]} (E001)." in told
    for path in paths:
        assert f"{path}: outreach log; 1 row read" in told
        assert f"{path}, " in told  # its problem at its cell


# ---------------------------------------------------------------- what a file is


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Event,Start date,End date\nW,3 June 2024,5 June 2024\n", "outreach log"),
        ("Country,Organiser\nGhana,UNREC\n", "outreach log"),
        ("Дата,Мероприятие\n3 июня 2024,W\n", "outreach log"),
        ("State,Signature,Ratification\nGhana,1 June 2013,2 June 2015\n", "status table"),
        (",2015-12-12,2014-12-12\nGhana,1,1\nTogo,0,2\n", "attendance matrix"),
        ("State,12 May 2014,13 May 2014\nGhana,x,x\nTogo,,x\n", "attendance matrix"),
        ("a,b\nc,d\n", "unknown"),
    ],
)
def test_what_a_file_is_taken_for(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    checked = check_file(path)
    assert checked.kind == kind
    if kind in ("attendance matrix", "unknown"):
        assert checked.rows_kept == 0
        assert any(problem.severity == ERROR for problem in checked.problems)


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("activity", "items", "without"),
    [
        ("E048", {"P1"}, {"IV.3", "V.c"}),
        ("E060", {"P4", "P5"}, {"IV.1", "V.a"}),
        ("S03", {"P1"}, {"IV.1", "V.a"}),
        ("S06", {"P3", "IV.1"}, set()),
        ("S15", {"P1"}, set()),
        ("S18", {"P1", "IV.2"}, set()),
    ],
)
def test_what_real_activities_serve(
    data: Dataset, activity: str, items: set[str], without: set[str]
) -> None:
    linked = set(data.activity_items.loc[data.activity_items["activity"] == activity, "item"])
    assert items <= linked
    assert not linked & without


def items_of(kind: str) -> set[str]:
    one = typed("activities", [{"activity": "A", "title": "x", "kind": kind}])
    none = typed("activity_actors", []), typed("activity_regions", [])
    return set(link_items(one, *none)["item"])


@pytest.mark.parametrize(
    ("english", "others"),
    [
        ("national workshop", "atelier national|taller nacional|国家讲习班|ورشة عمل وطنية"),
        ("regional workshop", "Atelier sous-régional|Taller regional|区域讲习班|حلقة عمل إقليمية"),
        ("training", "formation|capacitación|учебный курс|培训班|دورة تدريبية"),
        (
            "bilateral meetings",
            "réunions bilatérales|双边会谈|اجتماعات ثنائية",
        ),
        (
            "working group meetings",
            "заседания рабочих групп|工作组会议",
        ),
        ("webinar", "webinaire|seminario web|вебинар|网络研讨会|ندوة إلكترونية"),
        ("parliamentary event", "réunion parlementaire|парламентское мероприятие|议会活动"),
        ("visit", "Visite|Visita|Визит|访问|زيارة"),
        ("letters", "Letter|Lettre|Carta|Письмо|信函|رسالة"),
        ("peer exchange", "Échange entre pairs|Обмен опытом|同行交流|تبادل بين النظراء"),
        ("communication campaign", "Public campaign|Campagne publique|Campaña pública|حملة عامة"),
        (
            "media briefing",
            "Conférence de presse|Rueda de prensa|Пресс-конференция|新闻发布会|مؤتمر صحفي",
        ),
        ("Expert mission", "Mission d'experts|Экспертная миссия|专家访问团|بعثة خبراء"),
    ],
)
def test_kinds_of_other_languages_link_like_english_ones(english: str, others: str) -> None:
    assert items_of(english)
    for kind in others.split("|"):
        assert items_of(kind) >= items_of(english), (kind, kinds_of(kind))
        assert counts_as_outreach(kind) == counts_as_outreach(english)


def test_a_log_without_kinds_has_none_to_link() -> None:
    bare = typed("activities", [{"activity": "E1", "title": "x"}])
    assert unlinked_kinds(bare, empty_frame("activity_items")) == []


def test_a_kind_that_links_to_nothing_is_told() -> None:
    rows = [{"activity": "A", "title": "x", "kind": "Kaffeeklatsch", "source": "b.csv"}]
    one = typed("activities", rows)
    (problem,) = unlinked_kinds(one, typed("activity_items", []))
    assert problem.value == "Kaffeeklatsch"
