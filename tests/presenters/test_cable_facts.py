import pytest

from cables.models import CableVersion
from cables.presenters.cable_facts import authority


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("(HOLLINGDALE, AMOS T.) OR-M", "HOLLINGDALE, AMOS T."),
        ("(HOLLINGDALE, AMOS T.) OR-P/E", "HOLLINGDALE, AMOS T."),
        ("Classified By: CG Ruth Rassendyll", "CG Ruth Rassendyll"),
        ("Classified By: CG Ruth Rassendyll (acting)", "CG Ruth Rassendyll (acting)"),
    ],
)
def test_official_is_shown_without_what_the_line_writes_around_the_name(written, shown):
    assert authority(CableVersion(classified_by=written)).by == shown
