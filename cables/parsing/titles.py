"""Words of titles and offices, which stand before or after the name of one who signs or classifies."""

from __future__ import annotations

import re

TITLES = frozenset(
    """
    ambassador ambassadors amb charge chargé d'affaires d'affaire daffaires affaires affairs a.i ai acting
    deputy chief mission dcm pdas das dass a/s u/s p/das assistant asst secretary under undersecretary
    principal director consul general consulate consular officer counselor counsellor counsel couns
    counc political economic econ pol polcouns polcounselor econcouns ecouns mcouns polec poloff econoff
    pol/econ polecon p/e minister minister-counselor section head unit the and for of at in to public
    management regional security rso arso cg dpo po pao ado ipo cao iro desk first second third special
    representative envoy coordinator adviser advisor senior attache attaché attaches defense labor legal
    usun usnato usoecd usosce embassy amembassy amconsul american executive permanent us u.s united
    states perm rep permrep branch team leader prt reo cda cdaj interim by title eur nea sca sa wha eap
    io ac pm inl drl oes eeb eb isn np s/p s/ct ctr actg agency director-general dg dr mr mrs ms miss hon
    honorable reftel col colonel ltcol ltc lt capt captain cdr cmdr commander gen maj brig radm vadm adm
    admiral sgt prof professor ret usn usaf usmc usa datt dao odc legatt legat dea mca mc fso fsn office
    bureau division department dept state dos post vice staff narcotics refugee population agricultural
    commercial science technology environment health cultural information press spokesman spokesperson
    controller inspector administrator usaid aid usda fas fcs esth est polmil pol-mil pol/mil ict
    country analyst specialist program manager supervisor liaison congen name source sources multiple
    """.split()
)
# After these a place or a field of work follows before any name does: Embassy Strelsau, Director of Harbors.
NEEDS_PLACE = frozenset("of for at in to embassy amembassy amconsul consulate post".split())
FUSED = re.compile(
    r"^(?:d|a)?(?:pol|econ?|con|admin|mil)(?:pol|econ?|mil)?(?:off|chief|couns?|counselor|ad|chf)$"
)
NO_VOWEL = re.compile(r"^[^AEIOUYaeiouy]{2,6}$")


def is_title(word: str, capitals: bool = True) -> bool:
    """True for a word of a title. Where a name's capitals tell (`capitals` is False) so does any acronym."""
    if word == "dos":  # Santos, not the Department of State
        return False
    plain = word.lower().strip(".:,()").replace("’", "'").removesuffix("'s")
    if plain in TITLES or FUSED.match(plain) or ("/" in plain and len(plain) > 2):
        return True
    if "-" in plain and all(part in TITLES for part in plain.split("-")):
        return True
    if word.isupper() and len(plain) > 1 and "." not in word.rstrip("."):
        return not capitals or bool(NO_VOWEL.match(plain))
    return False
