"""Invented telegrams in the true format, with one part at a time in an odd shape."""

from collections.abc import Sequence

HEADING = """VZCZCXRO1127
OO RUEHC
DE RUEHZD #0412/01 2271520
ZNY CCCCC ZZH
O P 141520Z AUG 08
FM AMCONSUL ZENDA
TO RUEHC/SECSTATE WASHDC IMMEDIATE 0733
INFO RUEHZS/AMEMBASSY STRELSAU PRIORITY 0391
BT
C O N F I D E N T I A L ZENDA 000412

SIPDIS

E.O. 12958: DECL: 08/14/2018
TAGS: PREL, FR
SUBJECT: HARBOR DUES

"""
PARAGRAPHS = ("1. (U) The harbor master called.", "2. (C) He asked for time.")


def telegram(
    paragraphs: Sequence[str] = PARAGRAPHS,
    *,
    dtg: str = "141520Z AUG 08",
    class_line: str = "C O N F I D E N T I A L ZENDA 000412",
    below: str = "SIPDIS\n\n",
    fields: str = "E.O. 12958: DECL: 08/14/2018\nTAGS: PREL, FR\nSUBJECT: HARBOR DUES\n\n",
    ref: str = "",
    addressees: str = "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0733\n",
    signature: str = "RASSENDYLL",
) -> str:
    heading = HEADING.split("TO RUEHC")[0].replace("141520Z AUG 08", dtg)
    reference = f"REF: {ref}\n\n" if ref else ""
    body = "\n\n".join(paragraphs)
    head = f"{heading}{addressees}BT\n{class_line}\n\n{below}{fields}{reference}"
    return f"{head}{body}\n{signature}\nBT\n#0412\nNNNN\n"


def seventies(
    pages: Sequence[str],
    *,
    level: str = "CONFIDENTIAL",
    class_line: str = "C O N F I D E N T I A L ZENDA 0742",
) -> str:
    """A telegram of 1974 as NARA has it, its text cut into pages wherever the caller likes."""
    stamp = " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n" * 2
    text = f"{stamp}Message Text\n \n{level}\n \nPAGE 01  ZENDA 00742  021431Z\n \n44\nACTION EUR-25\n \n"
    text += "INFO  OCT-01  ISO-00  EB-11\n \n      L-03  DRC-01  /041 W\n"
    text += "                       ---------------------     061174\nR 021317Z APR 74\nFM AMCONSUL ZENDA\n"
    text += f"TO SECSTATE WASHDC 0311\nINFO AMEMBASSY STRELSAU\n \n{class_line}\n \nE.O. 11652: GDS\n"
    text += "TAGS: BEXP, FR\nSUBJ: ZINC RAILWAY\n \n"
    for number, page in enumerate(pages, 1):
        if number > 1:
            text += f"{level}\n \n{level}\n \nPAGE {number:02d}  ZENDA 00742  021431Z\n \n"
        text += page
    text += f"TRASKELL\n \n \n{level}\n \n \nNNN\n \n{stamp}Message Attributes\nDraft Date: 02 APR 1974\n"
    return text + "Document Number: 1974ZENDA00742\nSubject: ZINC\nRAILWAY\nTAGS: BEXP, FR\n"
