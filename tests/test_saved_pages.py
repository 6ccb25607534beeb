"""Pages as browsers save them from the depositary's site, and the words of other databases."""

from __future__ import annotations

import re
from html import escape

import pytest

from attdata.membership.headings import act_of, read_heading
from attdata.membership.table import read_status_table
from attdata.problems import InputError

ROWS = (("Albania", "&nbsp;3 Jun\t 2013 ", "19 Mar\t 2014"), ("Afghanistan", "", "29 Jul 2020 a"))
ID = "ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_"
MENU = (
    '<select name="drpChapters"><option value="1">CHAPTER I</option><option selected value="26">'
    "CHAPTER XXVI</option></select><select><option>1.</option><option>8.</option></select>"
)
PROTOCOLS = (
    "<table><tr><td>Participant<br></td><td>Protocol I<br></td><td>Protocol II<br></td></tr>"
    "<tr><td>Albania<br></td><td>x<br></td><td>x<br></td></tr></table>"
)


def grid(heading="Accession(a), Ratification", participant="Participant"):
    cells = [[f"<td>{cell or '&nbsp;'}<br></td>" for cell in row] for row in ROWS]
    rows = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    head = f"<tr><td>{participant}<br></td><td>Signature<br></td><td>{heading}<br></td></tr>"
    return f'<table id="{ID}tblgrid">{head}{rows}</table>'


def page(
    *,
    before="",
    menu=MENU,
    address="./ViewDetails.aspx?chapter=26&amp;clang=_en&amp;mtdsg_no=XXVI-8&amp;src=TREATY",
    chapter="CHAPTER XXVI",
    title="8. \n Arms Trade Treaty",
    as_of="STATUS AS AT : 03-02-2026 10:16:18 EDT",
    totals="Signatories : 1. Parties : 2",
    table=None,
    after="",
):
    """Return a page laid out as the site's: form, menus, head in tables inside tables, grid."""
    form = f'<form method="post" action="{address}">' if address else "<form>"
    return (
        f"<!DOCTYPE html>{before}<html><head><title>United Nations Treaty Collection</title></head>"
        f"<body>{form}<nav><ul><li>CHAPTER II</li></ul></nav><noscript>CHAPTER III</noscript>"
        f"<script>var s = '<td>CHAPTER IV</td>';</script><table><tr><td>{menu}</td></tr><tr>"
        f'<td id="headerbox"><div>{as_of}</div><div id="{ID}rptHead_ctl00_tcHead">{chapter}</div>'
        f"<div>DISARMAMENT</div><table><tr><td>"
        f'<div id="{ID}rptTreaty_ctl00_tcTreaty">{title}</div></td></tr></table>'
        f"<div>{totals}</div></td></tr><tr><td>{grid() if table is None else table}{after}</td>"
        f"</tr></table></form></body></html>"
    )


def read(tmp_path, text, name="page.html", encoding="utf-8", **options):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_status_table(path, **options)


def test_a_saved_page_is_the_treaty_that_it_says(tmp_path):
    actions, problems = read(tmp_path, page())
    head = actions.attrs["head"]
    assert (head["treaty"], head["untc"], str(head["as_of"])) == ("att", "XXVI-8", "2026-02-03")
    assert (head["signatories"], head["parties"], len(actions)) == (1, 2, 3)
    assert set(actions["treaty"]) == {"att"}
    assert problems.empty


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"address": ""}, id="form without address"),
        pytest.param(
            {"address": "https://treaties.un.org/Pages/ViewDetails.aspx?mtdsg_no=XXVI-8"},
            id="whole address, as Firefox saves it",
        ),
        pytest.param(
            {
                "before": "<!-- saved from url=(0089)https://treaties.un.org/Pages/ViewDetails.aspx"
                "?src=TREATY&mtdsg_no=XXVI-8&chapter=26&clang=_en -->",
                "chapter": "",
                "title": "",
                "address": "",
            },
            id="the comment that Chrome and Edge write",
        ),
        pytest.param({"chapter": "", "title": ""}, id="nothing but the form"),
        pytest.param({"menu": MENU.replace("</select>", "")}, id="menu that is never closed"),
        pytest.param({"menu": "<option>CHAPTER I<option>CHAPTER V"}, id="options alone"),
    ],
)
def test_whatever_the_browser_kept_the_treaty_is_found(tmp_path, changed):
    actions, problems = read(tmp_path, page(**changed))
    assert (actions.attrs["head"]["treaty"], len(actions)) == ("att", 3)
    assert not problems["severity"].eq("error").any()


def test_a_french_page_in_windows_1252(tmp_path):
    text = page(
        address="./ViewDetails.aspx?chapter=26&amp;clang=_fr&amp;mtdsg_no=XXVI-8&amp;src=TREATY",
        chapter="CHAPITRE XXVI",
        title="8. Traité sur le commerce des armes",
        as_of="ÉTAT AU : 03-02-2026 10:16:18 EDT",
        totals="Signataires : 1. Parties : 2",
        table=grid("Adhésion(a), Ratification").replace("Jun", "juin").replace("Jul", "juil."),
    ).replace("<head>", '<head><meta charset="windows-1252">')
    actions, problems = read(tmp_path, text, encoding="cp1252")
    head = actions.attrs["head"]
    assert (head["treaty"], str(head["as_of"]), head["parties"]) == ("att", "2026-02-03", 2)
    assert len(actions) == 3
    assert problems.empty


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ({"address": "./ViewDetails.aspx?mtdsg_no=XXVI-6"}, "XXVI-6"),
        ({"title": "6. Arms Trade Treaty", "address": ""}, "Arms Trade Treaty"),
    ],
)
def test_a_page_that_names_two_treaties_is_an_error(tmp_path, changed, value):
    _, problems = read(tmp_path, page(**changed))
    assert problems.loc[problems["severity"] == "error", "value"].tolist() == [value]
    _, asked = read(tmp_path, page(**changed), treaty="att")
    assert not asked["severity"].eq("error").any()


def test_consent_to_protocols_is_named_and_stops_nothing(tmp_path):
    text = page(
        address="./ViewDetails.aspx?mtdsg_no=XXVI-2",
        title="2. Convention on Certain Conventional Weapons",
        after=PROTOCOLS,
    )
    actions, problems = read(tmp_path, text)
    assert (actions.attrs["head"]["untc"], len(actions)) == ("XXVI-2", 3)
    assert problems[["severity", "value"]].values.tolist() == [
        ["warning", "Protocol I, Protocol II"]
    ]


def test_another_table_of_the_page_is_named_and_stops_nothing(tmp_path):
    _, problems = read(tmp_path, page(after=PROTOCOLS.replace("Protocol I<", "Strange words<")))
    assert problems["severity"].tolist() == ["warning"]
    assert problems["value"].tolist() == ["Strange words"]


def test_a_menu_that_swallows_the_page_is_told(tmp_path):
    text = page(menu="<nav>CHAPTER I<table><tr><td>x</td></tr></table>")
    actions, problems = read(tmp_path, text)
    assert len(actions) == 3
    assert problems["problem"].str.contains("<nav> is not closed").any()


# --- words for leaving ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("Withdrawal of the ratification", "withdrawal"),
        ("Withdrawal of accession", "withdrawal"),
        ("Withdrawal of consent to be bound", "withdrawal"),
        ("Withdrawal of the instrument of acceptance", "withdrawal"),
        ("Withdrawal from the Treaty", "withdrawal"),
        ("Retrait de la ratification", "withdrawal"),
        ("Retrait de l'adhésion", "withdrawal"),
        ("Dénonciation de la Convention", "withdrawal"),
        ("Withdrawal of the reservation made upon ratification", "communication"),
        ("Retrait d'une réserve", "communication"),
        ("Partial withdrawal of the declaration", "communication"),
        ("Withdrawal of signature", ""),
        ("Withdrawal of something new", ""),
        ("Communication on the withdrawal", ""),
        ("Objection to the denunciation", ""),
        ("Retrait de la chose", ""),
        ("Denunciation of Protocol II", ""),
        ("Dénonciation du Protocole V", ""),
        ("Denunciation of the Protocol", "withdrawal"),
        ("Withdrawal (Protocol II)", ""),
        ("Withdrawal (with annex)", "withdrawal"),
        ("Withdrawal (Protocol on Blinding Laser Weapons)", ""),
        ("Retrait (Protocole additionnel)", ""),
        ("Retrait du Protocole à la Convention", "withdrawal"),
        ("Ratification du Protocole à la Convention", "ratification"),
        ("Withdrawal of the acceptance of Protocol II", ""),
        ("Withdrawal of the reservation to Protocol II", "communication"),
        ("Dénonciation (Annexe A)", ""),
        ("Denuncia del Protocolo II", ""),
        ("Retiro del Protocolo II enmendado", ""),
        ("Denuncia del Protocolo Facultativo II", ""),
        ("Retirada de la aceptación del Anexo B", ""),
        ("Denuncia (Protocolo V)", ""),
        ("Denuncia del Protocolo", "withdrawal"),
        ("Revocation of ratification", ""),
        ("Denuncia", "withdrawal"),
        ("Retiro de la adhesión", "withdrawal"),
        ("Denuncia del Tratado", "withdrawal"),
        ("Notificación de la denuncia", "withdrawal"),
        ("Retiro de la reserva", "communication"),
        ("Retiro de algo", ""),
        ("Денонсация", "withdrawal"),
        ("Выход из Договора", "withdrawal"),
        ("Отзыв оговорки", "communication"),
        ("Выход из зала", ""),
        ("Денонсация Протокола II", ""),
        ("Денонсация (Протокол II)", ""),
        ("Выход (Приложение 2)", ""),
        ("退出", "withdrawal"),
        ("退出（2020年生效）", "withdrawal"),
        ("撤回保留", "communication"),
        ("退出会场", ""),
        ("退出第二号议定书", ""),
        ("退出（第二号议定书）", ""),
        ("退出（附件A）", ""),
        ("الانسحاب", "withdrawal"),
        ("إخطار بالانسحاب", "withdrawal"),
        ("سحب التحفظات", "communication"),
        ("انسحاب من القاعة", ""),
        ("الانسحاب من البروتوكول الثاني", ""),
        ("الانسحاب (البروتوكول الثاني)", ""),
        ("انسحاب (المرفق 2)", ""),
        ("Denunciation (Part B)", ""),
        ("Denunciation (Optional Clause)", ""),
        ("Denunciation of Parts II and III", ""),
        ("Withdrawal (Section C)", ""),
        ("Denunciation (Second Part)", ""),
        ("Withdrawal (First Optional Protocol)", ""),
        ("Withdrawal (under Part VII)", "withdrawal"),
        ("Consent to be bound by Part C", ""),
        ("Acceptance of Annexes A and B", ""),
        ("Ratification (Chapter IV)", ""),
        ("Ratification of the Amendment", ""),
        ("Retrait (Chapitre III)", ""),
        ("Dénonciation (deuxième partie)", ""),
        ("Denuncia (Parte B)", ""),
        ("Aceptación de la enmienda", ""),
        ("Денонсация (Часть B)", ""),
        ("Принятие поправки", ""),
        ("退约（第二部分）", ""),
        ("退约（B部分）", ""),
        ("الانسحاب (الجزء باء)", ""),
    ],
)
def test_an_act_that_may_be_a_withdrawal_is_understood_or_refused(words, act):
    assert act_of(words) == act


@pytest.mark.parametrize(
    "heading",
    [
        "Withdrawal (Protocol II)",
        "Dénonciation du Protocole II",
        "Denuncia del Protocolo II",
        "Retiro del Protocolo II",
        "Денонсация (Протокол II)",
        "退出（第二号议定书）",
        "الانسحاب (البروتوكول الثاني)",
        "Ratification of Protocol II",
    ],
)
def test_a_column_of_an_act_on_a_part_takes_no_state_in_or_out(tmp_path, heading):
    text = f"Participant,Signature,Ratification,{heading}\nNorway,,07/06/1983,01/03/2026\n"
    actions, problems = read(tmp_path, text, "table.csv", treaty="ccw")
    assert actions["action"].tolist() == ["ratification"]
    assert problems.loc[problems["severity"] == "error", "cell"].tolist() == ["D1"]


@pytest.mark.parametrize(
    "heading",
    ["Protocol II", "Protocole II", "Protocolo II", "Протокол II", "第二号议定书", "议定书二"]
    + ["البروتوكول الثاني", "Anexo A", "Приложение 2", "附件A", "المرفق الأول", "Amendment 1"]
    + ["Part B", "Title III", "Section 4", "Partie II", "Título II", "Глава III", "第二部分"]
    + ["الجزء الثاني", "Second Protocol"],
)
def test_a_column_of_consent_to_a_part_is_known_in_all_languages(heading):
    assert read_heading(heading).column == "part"


def test_an_act_of_leaving_that_is_not_understood_is_an_error_at_its_cell(tmp_path):
    text = "Participant,Action,Date of deposit\nNorway,Withdrawal of something,01/03/2026\n"
    actions, problems = read(tmp_path, text, "record.csv")
    assert actions.empty
    assert problems[["severity", "cell"]].values.tolist() == [["error", "B2"]]


# --- headings and legends of other databases -----------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "act"),
    [
        ("Signed", "signature"),
        ("signature_date", "signature"),
        ("Ratified", "ratification"),
        ("Acceded", "accession"),
        ("accession_date", "accession"),
        ("Ratified or acceded", "consent_to_be_bound"),
    ],
)
def test_headings_of_lists_kept_by_hand(heading, act):
    assert read_heading(heading).act("") == act


def test_party_beside_a_column_of_states_is_a_day(tmp_path):
    text = "country_name,Signatory,State party\nAlbania,2013-06-03,2014-03-19\n"
    actions, problems = read(tmp_path, text, "list.csv")
    assert actions["action"].tolist() == ["consent_to_be_bound", "signature"]
    assert not problems["severity"].eq("error").any()


def test_a_legend_in_the_heading_says_what_its_letters_mean(tmp_path):
    heading = "Ratification R=Ratification A=Accession NK=Not Known"
    rows = "Albania,19-03-2014 (R)\nAfghanistan,29-07-2020 (A)\nMali,3-12-2013 (NK)\n"
    text = f"Party,{heading}\n{rows}"
    actions, problems = read(tmp_path, text, "legend.csv")
    assert actions["action"].tolist() == ["accession", "ratification"]
    assert problems[["severity", "cell"]].values.tolist() == [["error", "B4"]]


@pytest.mark.parametrize("mark", ["[2]", "*", "†"])
def test_a_mark_behind_a_date_is_told(tmp_path, mark):
    text = f"Country,Accession\nAfghanistan,29 Jul 2020 {mark}\n"
    actions, problems = read(tmp_path, text, "marked.csv")
    assert len(actions) == 1
    assert problems[["severity", "cell"]].values.tolist() == [["warning", "B2"]]


def test_a_letter_of_which_the_head_says_nothing_is_an_error(tmp_path):
    _, problems = read(tmp_path, "Country,Ratification\nAlbania,19 Mar 2014 (R)\n", "letter.csv")
    assert problems[["severity", "cell"]].values.tolist() == [["error", "B2"]]


def test_headings_that_nobody_understands_are_named_where_they_stand(tmp_path):
    text = "State,Autographed,Joined up\nAlbania,3 Jun 2013,19 Mar 2014\n"
    _, problems = read(tmp_path, text, "strange.csv")
    assert problems[["severity", "cell", "value"]].values.tolist() == [
        ["error", "B1", "Autographed"],
        ["error", "C1", "Joined up"],
    ]


@pytest.mark.parametrize(
    "words",
    [
        "ÉTAT : COMME DU : 03-02-2026 10:16:18 EDT",
        "ETAT COMME DU 3 février 2026",
        "État du traité au 3 février 2026",
        "Situación al 3 de febrero de 2026",
        "Estado a fecha de 03/02/2026",
        "По состоянию на 3 февраля 2026",
        "截至2026年2月3日",
        "الحالة في 3 شباط/فبراير 2026",
        "Status as on: 2026-02-03",
    ],
)
def test_the_day_of_a_page_in_other_words_and_languages(tmp_path, words):
    actions, problems = read(tmp_path, page(as_of=words))
    assert (str(actions.attrs["head"]["as_of"]), len(actions)) == ("2026-02-03", 3)
    assert problems.empty


@pytest.mark.parametrize("words", ["As of 3 February 2026", "Parties as at February 3, 2026."])
def test_a_line_of_its_own_says_the_day_of_a_list(tmp_path, words):
    text = f"{words}\nArms Trade Treaty\nParticipant;Signature\nAlbania;3 Jun 2013\n"
    head = read(tmp_path, text, "list.csv", treaty="att")[0].attrs["head"]
    assert str(head["as_of"]) == "2026-02-03"
    quoted = text.replace(words, f"The reservation made {words} is kept")
    assert "as_of" not in read(tmp_path, quoted, "list.csv", treaty="att")[0].attrs["head"]


def test_french_letters_and_months(tmp_path):
    heading = "Ratification, Acceptation(A), Approbation(AA), Adhésion(a)"
    table = grid(heading).replace("Jun", "juin").replace("19 Mar\t 2014", "1er août 2014 AA")
    actions, problems = read(tmp_path, page(table=table.replace("29 Jul", "29 juil.")))
    acts = actions.set_index(["iso3", "action"])["date"].astype(str).to_dict()
    assert acts == {
        ("AFG", "accession"): "2020-07-29",
        ("ALB", "approval"): "2014-08-01",
        ("ALB", "signature"): "2013-06-03",
    }
    assert problems.empty


def test_tables_as_browsers_rewrite_them(tmp_path):
    text = re.sub("(<table[^>]*>)", r"\1<tbody>", page()).replace("</table>", "</tbody></table>")
    text = text.replace("<head>", '<head><base href="https://treaties.un.org/Pages/">')
    for kept in (text, re.sub("</?[a-z]+", lambda tag: tag[0].upper(), text)):
        actions, problems = read(tmp_path, kept.replace("&nbsp;", "\u00a0"))
        assert (actions.attrs["head"]["treaty"], len(actions)) == ("att", 3)
        assert problems.empty


SOURCE = escape(page())
MAIL = "From: <Saved by Blink>\nSubject: UNTC\nMIME-Version: 1.0\nContent-Type: multipart/related;"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.mht", f"{MAIL}\n\n{page().replace('=', '=3D')}"),
        ("page.html", f"{MAIL}\n\n{page()}"),
        ("page.webarchive", "bplist00\0\0"),
        ("page.html", f"<html><title>view-source:x</title><table><td>{SOURCE}</table>"),
        ("page.html", f'<html><body id="viewsource"><pre>{SOURCE}</pre></body></html>'),
        ("page.html", f'<table><tr><td class="line-content">{SOURCE}</td></tr></table>'),
    ],
)
def test_what_is_no_page_yet_is_refused_with_how_to_save_it(tmp_path, name, text):
    with pytest.raises(InputError, match=r"Open the page in a browser and save it as Webpage"):
        read(tmp_path, text, name)
