"""Short invented telegrams in the true modern format, for tests that need text rather than rows."""

from collections.abc import Sequence

DEFAULT = ("1. (U) The harbour master called. See paragraph 2.", "2. (C) He asked for time.")


def telegram(
    post: str = "ZENDA",
    serial: int = 412,
    dtg: str = "141520Z AUG 08",
    subject: str = "HARBOUR DUES",
    paragraphs: Sequence[str] = DEFAULT,
    ref: str = "",
    tags: str = "PREL, EWWT",
    level: str = "C O N F I D E N T I A L",
    transmission: str = "VZCZCXRO1234",
) -> str:
    letters = {"C": "CCCCC", "S": "SSSSS", "U": "UUUUU"}[level[0]]
    lines = [
        transmission,
        "OO RUEHC",
        f"DE RUEHZD #{serial:04d} 2271520",
        f"ZNY {letters} ZZH" if letters != "UUUUU" else "ZNR UUUUU ZZH",
        f"O {dtg}",
        f"FM AMEMBASSY {post}",
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 2317",
        "INFO RUEHNO/USMISSION USNATO PRIORITY 0031",
        "BT",
        f"{level} {post} {serial:06d}",
        "",
        "SIPDIS",
        "",
        "E.O. 12958: DECL: 08/14/2018",
        f"TAGS: {tags}",
        f"SUBJECT: {subject}",
        "",
        *([f"REF: {ref}", ""] if ref else []),
        "Classified By: Charge R. Rassendyll for Reasons 1.4 (b) and (d)",
        "",
    ]
    for paragraph in paragraphs:
        lines += [paragraph, ""]
    return "\n".join([*lines, "RASSENDYLL", "BT", f"#{serial:04d}", "NNNN", ""])
