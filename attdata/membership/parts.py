"""Parts of a treaty that a heading names: protocols, annexes, parts, titles, chapters, sections.

Consent to a part, or leaving one, is no act on the treaty itself. The words are rows of
``headings.csv``: a ``part`` (a protocol, an annex, an amendment) stands by itself in brackets, a
``division`` (a part, a chapter) only with its number, as "Accession (in part)" names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attdata.membership.letters import fold
from attdata.reference import per_reference, reference_rows

_ORDINAL = (
    r"(?:first|second[eoa]?|third|fourth|fifth|premi(?:er|ere)|deuxieme|troisieme|quatrieme"
    r"|cinquieme|primer[oa]?|tercer[oa]?|cuart[oa]|quint[oa]"
    r"|(?:перв|втор|треть?|четверт|пят)[а-я]{1,3})"
)
# "Protocol II", "Part Two"; "البروتوكول الثاني", "الجزء باء"; "第二号议定书", "议定书二".
_NUMBER = (
    r"(?:[ivx]{1,6}|\d{1,2}"
    r"|[a-hа-з](?=\s*(?:$|[^\w\s]|amend|as amend|(?:and|or|et|ou|y|o|и|или) \w{1,4}(?!\w)))"
    rf"|{_ORDINAL}|one|two|three|four|five|[一二三四五六七八九十]{{1,3}}"
    r"|ال(?:اول|ثان|ثالث|رابع|خامس)[يىه]?|(?:الف|باء|جيم|دال|هاء|واو|[ابجده]))"
)
_CHANGED = r"(?:,? (?:amended|modifie|as amended|enmendad[oa]|modificad[oa]|с поправками).{0,60})?"
# "Withdrawal (in accordance with Part VII)" cites the treaty and leaves the whole of it.
_CITING = re.compile(
    r"[(（]?(?<!\w)(?:in accordance with|under|pursuant to|conformement|en vertu|en application"
    r"|de conformidad|en virtud|conforme|согласно|в соответствии|根据|依照|按照|وفقا|بموجب|art)"
    r"[^(),;（）]*"
)
# "Ratification of the Amendment": unlike a protocol, an amendment is never the whole treaty.
_AMENDMENT = (
    r"(?:(?:of|to) (?:the )?amendments?|de (?:l'|los )?amendements?|des amendements"
    r"|de (?:la |las )?enmiendas?|поправ(?:ки|ок|ке|кам)|修正案|(?:على )?(?:ال)?تعديل(?:ات)?)(?!\w)"
)


def is_part(text: str) -> bool:
    """Tell whether a heading is the name of a part of a treaty and nothing else.

    Examples
    --------
    >>> is_part("Protocol II"), is_part("Part B"), is_part("State Party")
    (True, True, False)
    """
    return bool(_pattern().fullmatch(fold(text)))


def names_part(text: str) -> bool:
    """Tell whether the words of a heading name a part of a treaty.

    Examples
    --------
    >>> names_part("Denunciation (Part B)"), names_part("Denunciation (under Part VII)")
    (True, False)
    """
    return bool(_pattern().search(_CITING.sub(" ", fold(text))))


@per_reference
def _pattern() -> re.Pattern[str]:
    rows = [row for row in reference_rows("headings") if row["use"] == "part"]
    parts = _alternatives(row["phrase"] for row in rows)
    named = _alternatives(row["phrase"] for row in rows if row["meaning"] == "part")
    chinese = _alternatives(row["phrase"] for row in rows if row["language"] == "zh")
    before = (
        rf"(?:(?:amended|modified|经修正的) ?)?第 ?{_NUMBER} ?号? ?(?:{parts})"
        rf"|(?<!\w){_ORDINAL} (?:{parts})(?!\w)|(?<![a-z])[a-h] ?(?:{chinese})"
    )
    # "Withdrawal (Protocol on Mines)" has no number; "(with annex)" is another thing.
    bracketed = (
        rf"[(（](?:(?:the|le|la|el|{_ORDINAL}|additional|amended) |l')*(?:{named})(?![a-zа-я])"
    )
    after = rf"(?:{parts})(?:e?s)? ?(?:(?:no\.?|n°|№|رقم) ?)?(?<![a-zа-я]){_NUMBER}(?!\w)"
    whole = rf"(?<![a-zа-я])(?:(?:amended|modified) )?{after}{_CHANGED}"
    return re.compile(rf"{before}|{bracketed}|{whole}|{_AMENDMENT}")


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(fold(phrase)) for phrase in phrases), key=len, reverse=True))
