"""Tables and logs from other hands, in six languages: right, or told at their cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import attdata as att
from attdata.checks import ATTENDANCE, check_file
from attdata.outreach.trust_fund import read_vtf
from attdata.read.workbook import read_workbook

HEADINGS = {
    "es": "N.º;Fecha;Título;Tipo;Lugar;Estados;Situación",
    "fr": "N°;Date;Titre;Nature;Lieu;États;Statut",
    "ru": "№;Дата;Название;Вид;Место;Государства;Состояние",
    "zh": "编号;日期;活动;类型;地点;目标国家;状态",
    "ar": "الرقم;التاريخ;النشاط;النوع;المكان;الدول;الحالة",
    "snake": "activity_id;start_date;activity_title;activity_type;event_location;"
             "target_states;activity_status",
    "camel": "activityId;startDate;activityTitle;activityType;venue;targetStates;activityStatus",
}  # fmt: skip


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "words", "delivery"),
    [
        ("es", "cancelada", "cancelled"),
        ("es", "aplazado", "postponed"),
        ("fr", "reporté", "postponed"),
        ("fr", "prévu", "planned"),
        ("ru", "отменено", "cancelled"),
        ("ru", "планируется", "planned"),
        ("zh", "计划", "planned"),
        ("zh", "已取消", "cancelled"),
        ("ar", "مؤجل", "postponed"),
        ("ar", "ملغى", "cancelled"),
        ("snake", "to be confirmed", "planned"),
        ("camel", "cancelled", "cancelled"),
    ],
)
def test_what_did_not_take_place_is_not_delivered(tmp_path, language, words, delivery):
    row = f"1;2025-03-12;x;workshop;Nairobi;Kenya;{words}"
    activities, states, _, _ = att.read_outreach(
        written(tmp_path, "log.csv", HEADINGS[language], row)
    )
    assert activities["delivery"].tolist() == [delivery]
    assert activities["activity"].tolist() == ["1"]
    assert states.loc[states["role"] == "target", "iso3"].tolist() == ["KEN"]


@pytest.mark.parametrize(
    ("title", "date", "delivery", "cell"),
    [
        ("Workshop (cancelled)", "2024-06-03", "cancelled", "B2"),
        ("POSTPONED: workshop", "2024-06-03", "postponed", "B2"),
        ("Atelier - reporté", "2024-06-03", "postponed", "B2"),
        ("Taller [cancelado]", "2024-06-03", "cancelled", "B2"),
        ("Семинар (отменён)", "2024-06-03", "cancelled", "B2"),
        ("研讨会（已取消）", "2024-06-03", "cancelled", "B2"),
        ("ورشة عمل (ألغيت)", "2024-06-03", "cancelled", "B2"),
        ("Workshop", "2-4 June 2024, postponed", "postponed", "A2"),
        ("Cancelled - workshop", "2024-06-03", "cancelled", "B2"),
        ("Workshop: cancelled", "2024-06-03", "cancelled", "B2"),
        ("Workshop", "5 June 2024 (cancelled)", "cancelled", "A2"),
        ("Workshop", "5 March 2024 (postponed), held on 3 May 2024", "delivered", ""),
        ("Brokering, Cancelled, and Suspended licences: a seminar", "2024-06-03", "delivered", ""),
        ("Licencias revocadas, canceladas, suspendidas", "2024-06-03", "delivered", ""),
        ("Workshop on cancelled contracts", "2024-06-03", "delivered", ""),
        ("Reporting: planned and postponed reforms", "2024-06-03", "delivered", ""),
    ],
)
def test_what_a_title_or_date_says_was_called_off_is_not_delivered(
    tmp_path, title, date, delivery, cell
):
    path = written(tmp_path, "log.csv", "Date;Title;Target States", f"{date};{title};Kenya")
    activities, _, _, problems = att.read_outreach(path)
    assert activities["delivery"].tolist() == [delivery]
    told = problems[problems["problem"].str.contains("is taken as")]["cell"].tolist()
    assert told == ([cell] if cell else [])


@pytest.mark.parametrize(
    ("remark", "delivery"),
    [
        ("Postponed; held on 3 May 2024", "delivered"),
        ("Originally March, postponed, then held", "delivered"),
        ("Reprogramado; realizado el 3 de mayo", "delivered"),
        ("Reporté; tenu le 3 mai", "delivered"),
        ("Отложено; состоялось 3 мая", "delivered"),
        ("推迟；已举行", "delivered"),
        ("مؤجل؛ عُقد", "delivered"),
        ("Postponed.", "postponed"),
        ("Annulé", "cancelled"),
        ("取消", "cancelled"),
    ],
)
def test_a_remark_calls_off_only_where_it_is_that_word_alone(tmp_path, remark, delivery):
    lines = ("Date,Title,Target States,Remarks", f'2024-05-03,Workshop,Kenya,"{remark}"')
    activities, _, _, problems = att.read_outreach(written(tmp_path, "log.csv", *lines))
    assert activities["delivery"].tolist() == [delivery]
    told = problems[problems["problem"].str.contains("is taken as")]["cell"].tolist()
    assert told == ([] if delivery == "delivered" else ["D2"])


@pytest.mark.parametrize(
    ("status", "title", "remark", "delivery", "cell"),
    [
        ("delivered", "Workshop", "Postponed", "delivered", "E2"),
        ("yes", "Workshop (cancelled)", "", "delivered", "B2"),
        ("ongoing", "Workshop", "reporté", "ongoing", "E2"),
        ("delivered", "Workshop", "Postponed; held on 3 May 2024", "delivered", ""),
        ("cancelled", "Workshop (postponed)", "", "cancelled", ""),
        ("", "Workshop (postponed)", "", "postponed", "B2"),
    ],
)
def test_the_column_of_delivery_is_believed_and_a_contradiction_told(
    tmp_path, status, title, remark, delivery, cell
):
    lines = (
        "Date,Title,Target States,Status,Remarks",
        f'2024-05-03,{title},Kenya,{status},"{remark}"',
    )
    activities, _, _, problems = att.read_outreach(written(tmp_path, "log.csv", *lines))
    assert activities["delivery"].tolist() == [delivery]
    told = problems[problems["problem"].str.contains(f"is taken as {delivery}")]["cell"].tolist()
    assert told == ([cell] if cell else [])


def test_a_column_under_any_heading_that_says_cancelled_is_read_and_told(tmp_path):
    head = "No.;Date;Title;Place;Target States;Estado"
    path = written(tmp_path, "log.csv", head, "1;2025-03-12;x;;Kenya;cancelada")
    activities, _, _, problems = att.read_outreach(path)
    assert activities["delivery"].tolist() == ["cancelled"]
    told = problems[problems["cell"] == "F1"]["problem"].tolist()
    assert told == [
        "is taken for the column that says which activities were delivered, by its words."
    ]


def test_a_column_of_yes_and_no_is_not_taken_for_delivery(tmp_path):
    head = "No.;Date;Title;Target States;Online?"
    path = written(tmp_path, "log.csv", head, "1;2025-03-12;x;Kenya;no")
    assert att.read_outreach(path)[0]["delivery"].tolist() == ["delivered"]


def read_with(folder, heading, cell):
    """Return what is read from a log of one activity with a text under a heading."""
    path = written(folder, "log.csv", f"No.;Date;Title;{heading}", f'1;2025-04-05;x;"{cell}"')
    return att.read_outreach(path)


ASEAN = ["BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"]


@pytest.mark.parametrize(
    ("cell", "without"),
    [
        ("东盟国家（除缅甸、文莱外）", "BRN MMR"),
        ("Estados de la ASEAN (a excepción de Myanmar, Brunei y Camboya)", "BRN KHM MMR"),
        ("Pays de l'ASEAN hormis le Myanmar", "MMR"),
    ],
)
def test_members_named_after_except_are_left_out_of_their_group(tmp_path, cell, without):
    _, states, _, _ = read_with(tmp_path, "Target States", cell)
    assert sorted(states["iso3"]) == [s for s in ASEAN if s not in without.split()]


def test_a_group_is_told_where_it_is_not_certain_who_is_left_out(tmp_path):
    cell = "ASEAN except Myanmar, Fiji"  # is Fiji left out, or named as well?
    _, states, _, problems = read_with(tmp_path, "Target States", cell)
    assert states.empty
    assert "is a group of which it is not certain who is left out" in " ".join(problems["problem"])


@pytest.mark.parametrize(
    ("place", "iso3"),
    [
        ("عمان", ""),  # Oman, or the capital of Jordan
        ("مسقط، عمان", "OMN"),
        ("عمان، الأردن", "JOR"),
        ("Georgetown, Guyana", "GUY"),
        ("Cambridge", ""),
        ("San José", ""),
        ("Birmingham, Alabama", ""),
        ("Victoria", ""),
        ("Monaco-Ville", "MCO"),
        ("Saint-Louis, Senegal", "SEN"),
        ("Paris, Texas", ""),
        ("Ереван", "ARM"),
    ],
)
def test_hosts_of_places_that_stand_for_several(tmp_path, place, iso3):
    assert read_with(tmp_path, "Place", place)[0]["country_iso3"].tolist() == [iso3]


@pytest.mark.parametrize(
    "head",
    [
        "State,Mon 25 Aug,Tue 26 Aug,Wed 27 Aug",
        "Delegation,Session 1,Session 2,Session 3",
        "État,1er jour,2e jour,3e jour",
        "Estado,Día 1,Día 2,Día 3",
        "Государство,День 1,День 2,День 3",
        "国家,第一天,第二天,第三天",
        "الدولة,اليوم الأول,اليوم الثاني,اليوم الثالث",
        "State,25/08/2025,26/08/2025,27/08/2025",
    ],
)
def test_attendance_by_days_or_sessions_is_known_and_refused(tmp_path, head):
    checked = check_file(written(tmp_path, "who.csv", head, "Kenya,x,x,", "Uganda,,x,x"))
    assert checked.kind == ATTENDANCE
    assert checked.rows_kept == 0
    assert "is an attendance matrix" in str(checked.problems[-1])


RECORDS = [
    ("Estado,Acto,Fecha", "Kenya,Denuncia,2020-01-01", {"withdrawal"}),
    ("Estado,Acto,Fecha", "Kenya,Retiro de la adhesión,2020-01-01", {"withdrawal"}),
    ("Estado,Acto,Fecha", "Kenya,Retirada de la ratificación,2020-01-01", {"withdrawal"}),
    ("Estado,Firma,Ratificación", "Kenya,2013-06-03,2015-08-27", {"signature", "ratification"}),
    ("countryName,signatureDate,depositDate,instrumentType",
     "Kenya,2013-06-03,2015-08-27,Ratification", {"signature", "ratification"}),
    ("StateName,SignatureDate,RatificationDate,EntryIntoForceDate",
     "Kenya,2013-06-03T00:00:00,2015-08-27T00:00:00,", {"signature", "ratification"}),
    ("Country,Signed?,Ratified?", "Kenya,3 Jun 2013,27 Aug 2015", {"signature", "ratification"}),
    ("State,Action,Date of deposit,Date of signature",
     "Kenya,Accession,2015-08-27,", {"accession"}),
]  # fmt: skip


@pytest.mark.parametrize(("head", "row", "actions"), RECORDS)
def test_acts_under_headings_of_other_databases(tmp_path, head, row, actions):
    path = written(tmp_path, "untc_XXVI-8.csv", head, row)
    read, _ = att.read_status_table(path)
    assert set(read["action"]) == actions


TABLES = {
    "es": ("Participante;Firma;Ratificación, Adhesión(a);Denuncia",
           "Noruega;3 de junio de 2013;12 feb. 2014;5 de mayo de 2020"),
    "fr": ("Participant;Signature;Ratification, Adhésion(a);Retrait",
           "Norvège;3 juin 2013;12 févr. 2014;5 mai 2020"),
    "ru": ("Участник;Подписание;Ратификация, присоединение (a);Денонсация",
           "Норвегия;3 июня 2013 г.;12 февраля 2014 года;5 мая 2020"),
    "zh": ("参加国;签署;批准、加入（a）;退出", "挪威;2013年6月3日;2014年2月12日;2020年5月5日"),
    "ar": ("الدولة;التوقيع;التصديق، الانضمام(a);الانسحاب",
           "النرويج;٣ يونيو ٢٠١٣;12 شباط/فبراير 2014;5 أيار/مايو 2020"),
}  # fmt: skip


@pytest.mark.parametrize("language", TABLES)
def test_a_status_table_is_read_in_other_languages(tmp_path, language):
    path = written(tmp_path, "untc_XXVI-8.csv", *TABLES[language])
    assert check_file(path).kind == "status table"
    actions, problems = att.read_status_table(path)
    assert not (problems["severity"].astype(str) == "error").any()
    assert actions.sort_values("date")[["iso3", "action"]].values.tolist() == [
        ["NOR", "signature"], ["NOR", "ratification"], ["NOR", "withdrawal"]
    ]  # fmt: skip
    days = sorted(actions["date"].astype(str).str[:10])
    assert days == ["2013-06-03", "2014-02-12", "2020-05-05"]


def test_an_act_of_taking_back_that_is_not_understood_is_an_error(tmp_path):
    path = written(
        tmp_path,
        "untc_XXVI-8.csv",
        "Estado,Acto,Fecha",
        "Kenya,Ratificación,2015-08-27",
        "Kenya,Retractación de la firma,2020-01-01",
    )
    read, problems = att.read_status_table(path)
    assert read["action"].tolist() == ["ratification"]
    assert problems.loc[problems["cell"] == "B3", "severity"].tolist() == ["error"]


def test_dates_under_a_heading_that_is_not_understood_are_told_in_a_record(tmp_path):
    head = "State,Action,Date of deposit,Zeichnung"
    path = written(tmp_path, "untc_XXVI-8.csv", head, "Kenya,Ratification,2015-08-27,2013-06-03")
    _, problems = att.read_status_table(path)
    assert problems.loc[problems["cell"] == "D1", "severity"].tolist() == ["error"]


def test_status_as_of_says_the_day_of_a_table(tmp_path):
    path = written(
        tmp_path,
        "untc_XXVI-8.csv",
        "Status as of 03-02-2026 05:00:20 EDT",
        "Participant,Signature,Ratification",
        "Kenya,3 Jun 2013,27 Aug 2015",
    )
    _, problems = att.read_status_table(path)
    assert not problems["problem"].str.contains("STATUS AS AT").any()


@pytest.mark.parametrize(
    "text", ["肯尼亚①", "Kenya¹", "Кения²", "كينيا(١)", "Kenya 3/ 4/", "Kenia[*]"]
)
def test_notes_behind_names_are_no_part_of_them(text):
    assert att.resolve(text)["iso3"].tolist() == ["KEN"]


PROJECTS = {
    "ru": "№;Страна-получатель;Название проекта;Сумма (долл. США);Дата начала;Дата окончания",
    "zh": "编号;受援国;项目名称;赠款金额（美元）;项目开始日期;项目结束日期",
    "ar": "الرقم;الدولة المستفيدة;اسم المشروع;مبلغ المنحة (دولار);تاريخ بدء المشروع;تاريخ الانتهاء",
    "es": "N.º;País beneficiario;Proyecto;Importe concedido (en dólares);Desde;Hasta",
    "fr": "N°;État bénéficiaire;Intitulé du projet;Montant accordé (USD);Du;Au",
    "en": "No.;Recipient country;Project;Approved grant, US$;Project start;Project end",
}


@pytest.mark.parametrize("language", PROJECTS)
def test_a_list_of_projects_is_read_in_six_languages(tmp_path, language):
    row = "1;Ghana;x;91,501.05;1 July 2019;30 June 2020"
    path = written(tmp_path, "projects.csv", PROJECTS[language], row)
    checked = check_file(path)
    assert (checked.kind, checked.rows_kept) == ("Trust Fund projects", 1)
    assert [p.cell for p in checked.problems] in ([], ["A1"])  # at most the running number
    project = read_vtf(read_workbook(path)).vtf_projects.iloc[0]
    assert (project["iso3"], project["amount_usd"]) == ("GHA", 91501.05)
    assert (str(project["start"])[:10], str(project["end"])[:10]) == ("2019-07-01", "2020-06-30")


def test_an_amount_under_another_currency_is_not_taken_for_dollars(tmp_path):
    head = "Pays bénéficiaire;Projet;Cycle;Montant (EUR)"
    path = written(tmp_path, "projects.csv", head, "Ghana;x;2019;5000")
    projects = read_vtf(read_workbook(path))
    assert projects.vtf_projects["amount_usd"].isna().all()
    assert [p.cell for p in projects.problems] == ["D1"]


def merged(folder: Path, name: str, areas: str, *rows: str) -> Path:
    """Write a workbook whose rows are separated by strokes, with these areas merged."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([text or None for text in row.split("|")])
    for area in areas.split():
        book.active.merge_cells(area)
    book.save(folder / name)
    return folder / name


ALBANIA = [("signature", "2013-06-03"), ("ratification", "2014-03-19")]
HEADS = [
    ("A1:A2 B1:B2 C1:D1", "State|Signature|Consent to be bound", "||Type|Date",
     "Albania|3 Jun 2013|Ratification|19 Mar 2014"),
    ("A1:A2 B1:D1", "Participant|Treaty actions", "|Signature|Ratification|Accession",
     "Albania|3 Jun 2013|19 Mar 2014|"),
    ("A1:A2 B1:D1", "Participant|Date of", "|signature|ratification|withdrawal",
     "Albania|3 Jun 2013|19 Mar 2014|"),
    ("A1:A2 B1:B2 C1:D1", "Participant|Signature|Ratification, Accession(a)", "||Date|Note",
     "Albania|3 Jun 2013|19 Mar 2014|x"),
    ("B1:C1", "|Actes", "État|Signature|Ratification", "Albanie|3 juin 2013|19 mars 2014"),
    ("A1:A2 B1:B2 C1:D1", "国家|签署|同意受约束", "||类型|日期",
     "阿尔巴尼亚|2013年6月3日|批准|2014年3月19日"),
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_headings_of_two_rows_in_a_status_table(tmp_path, head):
    actions, problems = att.read_status_table(merged(tmp_path, "untc_XXVI-8.xlsx", *head))
    actions = actions.sort_values("date")
    days = actions["date"].astype(str).str[:10]
    assert list(zip(actions["action"], days, strict=True)) == ALBANIA
    assert not (problems["severity"].astype(str) == "error").any()


@pytest.mark.parametrize(
    ("group", "below"),
    [
        ("Protocol II", "Ratification|Withdrawal"),
        ("Protocolo II", "Ratificación|Denuncia"),
        ("第二号议定书", "批准|退出"),
        ("Protocole II", "Nature|Date"),
        ("Annex A", "Date|Note"),
        ("Denunciation", "Protocol I|Protocol II"),
        ("Denuncia", "Protocolo II|Fecha"),
    ],
)
def test_acts_on_a_part_below_its_heading_are_no_acts_on_the_treaty(tmp_path, group, below):
    rows = (f"State|Signature|Ratification|{group}", f"|||{below}")
    albania = "Albania|3 Jun 2013|19 Mar 2014|5 May 2020|6 May 2020"
    path = merged(tmp_path, "untc_XXVI-2.xlsx", "A1:A2 B1:B2 C1:C2 D1:E1", *rows, albania)
    actions, problems = att.read_status_table(path)
    actions = actions.sort_values("date")
    days = actions["date"].astype(str).str[:10]
    assert list(zip(actions["action"], days, strict=True)) == ALBANIA
    assert "D1" in set(problems["cell"])  # told at the head of its column


def test_headings_of_two_rows_in_a_page(tmp_path):
    page = """<table><tr><th rowspan=2>Participant<th colspan=3>Date of</tr>
    <tr><th>signature<th>ratification<th>accession</tr>
    <tr><td>Albania<td>3 Jun 2013<td>19 Mar 2014<td></tr></table>"""
    actions, problems = att.read_status_table(written(tmp_path, "untc_XXVI-8.html", page))
    assert sorted(actions["action"]) == ["ratification", "signature"]
    assert not (problems["severity"].astype(str) == "error").any()


@pytest.mark.parametrize(
    "head",
    [
        ("A1:A2 B1:C1 D1:D2", "Title|Date||States", "|From|To|", "x|3 June 2024|5 June 2024|Kenya"),
        ("A1:B1 C1:D1", "Activity||When", "Title|States|First day|Last day",
         "x|Kenya|3 June 2024|5 June 2024"),
        ("A1:C1 D1:E1 D2:E2 A2:A3 B2:B3 C2:C3", "Activity|||When", "Title|Type|States|Period",
         "|||From|To", "x|Workshop|Kenya|3 June 2024|5 June 2024"),
        ("A1:A2 B1:B2 C1:D1", "Date|Title|Participants", "||States|Media",
         "3-5 June 2024|x|Kenya|radio"),
        ("A1:B1 C1:D1", "活动||日期", "名称|目标国家|开始|结束",
         "x|肯尼亚|2024年6月3日|2024年6月5日"),
    ],
)  # fmt: skip
def test_headings_of_two_rows_in_a_log(tmp_path, head):
    activities, states, _, problems = att.read_outreach(merged(tmp_path, "log.xlsx", *head))
    row = activities.iloc[0]
    assert [row["title"], *(str(row[end])[:10] for end in ("start", "end"))] == [
        "x", "2024-06-03", "2024-06-05"
    ]  # fmt: skip
    assert len(activities) == 1
    assert states["iso3"].tolist() == ["KEN"]
    assert not (problems["severity"].astype(str) == "error").any()


OF_DEPOSIT = [
    "State;Date of signature;Date of deposit;In force since|Albania;3 Jun 2013;19 Mar 2014;"
    "24 Dec 2014",
    "State;Signed;Deposited;EIF|Albania;3 Jun 2013;19 Mar 2014;24 Dec 2014",
    "État;Date de signature;Date de dépôt;Entrée en vigueur|Albanie;3 juin 2013;19 mars 2014;"
    "24 déc. 2014",
    "Estado;Fecha de firma;Fecha de depósito;En vigor desde|Albania;3 jun 2013;19 mar 2014;"
    "24 dic 2014",
    "Государство;Дата подписания;Дата сдачи на хранение;Вступление в силу|Албания;3 июня 2013 г.;"
    "19 марта 2014 г.;24 декабря 2014 г.",
    "国家;签署日期;交存日期;生效日|阿尔巴尼亚;2013年6月3日;2014年3月19日;2014年12月24日",
    "الدولة;تاريخ التوقيع;تاريخ الإيداع;بدء النفاذ|ألبانيا;3 حزيران/يونيه 2013;19 آذار/مارس 2014;"
    "24 كانون الأول/ديسمبر 2014",
]


@pytest.mark.parametrize("table", OF_DEPOSIT)
def test_a_day_of_deposit_beside_a_signature_is_one_of_consent(tmp_path, table):
    path = written(tmp_path, "untc_XXVI-8.csv", *table.replace(";", ",").split("|"))
    actions, problems = att.read_status_table(path)
    days = actions["date"].astype(str).str[:10]
    assert dict(zip(actions["action"], days, strict=True)) == {
        "consent_to_be_bound": "2014-03-19",
        "signature": "2013-06-03",
    }
    assert actions["effective_date"].dropna().astype(str).tolist() == ["2014-12-24"]
    assert problems.empty


@pytest.mark.parametrize("form", ["Form", "Type", "Type of instrument", "Instrument"])
@pytest.mark.parametrize("deposit", ["Date of deposit", "Deposited", "Deposit date"])
def test_the_form_beside_a_day_of_deposit_names_the_act(tmp_path, form, deposit):
    rows = (f"State,Signed,{form},{deposit}", "Ecuador,,Accession,24 Jul 2026")
    rows += ("Albania,3 Jun 2013,Ratification,19 Mar 2014", "Türkiye,2 Jul 2013,,")
    actions, problems = att.read_status_table(written(tmp_path, "untc_XXVI-8.csv", *rows))
    # Türkiye's signature stands although nothing was deposited.
    assert sorted(zip(actions["iso3"], actions["action"], strict=True)) == [
        ("ALB", "ratification"), ("ALB", "signature"), ("ECU", "accession"), ("TUR", "signature"),
    ]  # fmt: skip
    assert problems.empty


def test_a_day_of_deposit_beside_one_of_ratification_is_no_second_consent(tmp_path):
    rows = ("State,Signature,Ratification,Date of deposit", "Albania,,5 Feb 2014,19 Mar 2014")
    actions, problems = att.read_status_table(written(tmp_path, "untc_XXVI-8.csv", *rows))
    assert actions["action"].tolist() == ["ratification"]
    assert problems["cell"].tolist() == ["D1"]


TITLES = [
    ("Status of the Arms Trade Treaty as at 1 October 2026", "att", True),
    ("Arms Trade Treaty - status as at 1 October 2026", "att", True),
    ("État des ratifications du Traité sur le commerce des armes au 1er octobre 2026", "att", True),
    ("Estado de la Convención sobre Municiones en Racimo al 1 de octubre de 2026",
     "cluster-munitions", True),
    ("Статус Договора о запрещении ядерного оружия", "tpnw", False),
    ("《武器贸易条约》现状", "att", False),
    ("حالة معاهدة تجارة الأسلحة", "att", False),
    ("Arms Trade Treaty and Convention on Cluster Munitions", "", False),
    ("Universalization of the treaty", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("title", "treaty", "dated"), TITLES)
def test_the_line_above_a_table_names_its_treaty_and_day(tmp_path, title, treaty, dated):
    rows = (title, "State,Signature,Ratification", "Albania,3 Jun 2013,19 Mar 2014")
    actions, _ = att.read_status_table(written(tmp_path, "from_a_colleague.csv", *rows))
    assert set(actions["treaty"]) == {treaty}
    assert str(actions.attrs["head"].get("as_of")) == ("2026-10-01" if dated else "None")


@pytest.mark.parametrize(
    ("total", "wrong"),
    [
        (",Total: 2 States,2,1", []),
        ("Total,,2,1", []),
        (",Total number of States Parties,,1", []),
        (",Итого,2,1", []),
        (",合计,2,1", []),
        ("3,المجموع,2,1", []),
        (",Total général,3,1", ["C4"]),
    ],
)
def test_a_row_of_totals_in_a_status_table_is_no_participant(tmp_path, total, wrong):
    rows = ("No.,State,Signature,Ratification", "1,Albania,3 Jun 2013,19 Mar 2014")
    rows += ("2,Türkiye,2 Jul 2013,", total)
    actions, problems = att.read_status_table(written(tmp_path, "untc_XXVI-8.csv", *rows))
    assert sorted(actions["iso3"]) == ["ALB", "ALB", "TUR"]
    assert set(problems["severity"]) == {"warning"}
    assert problems["problem"].str.contains("row of totals").sum() == 1
    assert (
        problems.loc[problems["problem"].str.contains("not the number"), "cell"].tolist() == wrong
    )


@pytest.mark.parametrize(
    ("file", "title", "treaty"),
    [
        ("cwc.csv", "Compiled by the secretariat of the Arms Trade Treaty", ""),
        ("cwc.csv", "Chemical weapons in States not party to the Arms Trade Treaty", ""),
        ("list.csv", "Amended Protocol II to the Convention on Certain Conventional Weapons", ""),
        ("list.csv", "Protocol to the Arms Trade Treaty: status", ""),
        ("untc_XXVI-9.csv", "Prepared by the secretariat of the Arms Trade Treaty", "tpnw"),
        ("untc_XXVI-8.csv", "Status of the Arms Trade Treaty", "att"),
    ],
)  # fmt: skip
def test_a_treaty_that_is_only_mentioned_is_not_that_of_the_table(tmp_path, file, title, treaty):
    rows = (title, "State,Signature,Ratification", "Albania,3 Jun 2013,19 Mar 2014")
    actions, _ = att.read_status_table(written(tmp_path, file, *rows))
    assert set(actions["treaty"]) == {treaty}


def test_a_title_of_another_treaty_than_the_files_number_is_an_error(tmp_path):
    rows = ("Status of the Arms Trade Treaty", "State,Signature", "Albania,3 Jun 2013")
    actions, problems = att.read_status_table(written(tmp_path, "untc_XXVI-9.csv", *rows))
    assert set(actions["treaty"]) == {"tpnw"}
    assert "error" in set(problems["severity"])


@pytest.mark.parametrize(
    "head",
    [
        "State,Date of deposit",
        "State,Provisional application,Date of deposit",
        "State,Signature,Withdrawal,Date of deposit",
        "State,Acceptance of the Amendment,Date of deposit",
        "State,Signature,Acceptance of the Amendment,Date of deposit",
    ],
)
def test_a_day_of_deposit_without_a_signature_alone_beside_it_is_no_consent(tmp_path, head):
    days = ",".join(["3 May 2016"] * head.count(","))
    path = written(tmp_path, "untc_XXVI-8.csv", head, f"Albania,{days}")
    actions, problems = att.read_status_table(path)
    assert not set(actions["action"]) & {"consent_to_be_bound", "acceptance"}
    assert not problems.empty


def test_sub_totals_of_a_status_table_count_their_own_part(tmp_path):
    rows = ["State,Signature,Ratification", "Albania,3 Jun 2013,19 Mar 2014"]
    rows += ["France,3 Jun 2013,2 Apr 2014", "Sub-total Europe,2,2"]
    rows += ["Japan,3 Jun 2013,9 May 2014", "Sub-total Asia,1,1", "Grand total,3,3"]
    actions, problems = att.read_status_table(written(tmp_path, "untc_XXVI-8.csv", *rows))
    assert set(actions["iso3"]) == {"ALB", "FRA", "JPN"}
    assert problems["problem"].str.contains("row of totals").all()
    assert len(problems) == 3
