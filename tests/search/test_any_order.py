"""Whatever is done in whatever order: the index that followed is the one that would be built anew, and has no
word that no public row has."""

import random
from itertools import count

import pytest

from cables.importing.undoing import Refused as NotUndone
from cables.importing.undoing import undo
from cables.models import Cable, CableVersion, Collection, Decision, ImportBatch
from cables.reviewing.correcting import correct, reparse
from cables.reviewing.notes import annotate
from cables.reviewing.placing import accept_anew
from cables.reviewing.refusals import Refused
from cables.reviewing.releasing import confirm_release
from cables.reviewing.releasing import undo as undo_decision
from cables.reviewing.standing import put_back, take_down, unfinished, work_off
from cables.search import building, writing
from cables.search.generations import PUBLIC, home
from cables.search.verifying import terms_of
from cables.visibility import Role
from tests.indexes import build
from tests.people import a_user
from tests.reviewing.acts import newest, paragraph, public_rows, withheld
from tests.search.keeping import all_differences, caught_up, imported, traces_of
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
STEPS = 60


class Doing:
    """Acts of people, each on something that is there; each word is in one text only."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.words = dice, (f"zanzibar{n}x" for n in count())
        self.tokens: list[str] = []
        self.people = [a_user(Role.REVIEWER, name="ada"), a_user(Role.RELEASE_OFFICER, name="cleo")]
        self.importer = a_user(Role.IMPORTER, name="emil")
        self.acts = [name for name in vars(type(self)) if name.startswith("do_")]

    def step(self) -> str:
        name = self.dice.choice(self.acts)
        try:
            getattr(self, name)()
        except (Refused, NotUndone, StopIteration, IndexError) as why:
            return f"{name}: {type(why).__name__}"
        return name

    def word(self) -> str:
        self.tokens.append(next(self.words))
        return self.tokens[-1]

    def text(self, serial: int) -> str:
        texts = [f"{n}. ({self.dice.choice('UCS')}) He {self.word()} it." for n in (1, 2, 3)]
        facts = {"tags": self.dice.choice(["PREL", "PREL, PGOV", "EWWT"])}
        return telegram(serial=serial, subject=f"DUES {self.word()}".upper(), paragraphs=texts, **facts)

    def cable(self) -> Cable:
        return self.dice.choice(list(Cable.objects.order_by("pk")))

    def collection(self, *standings: str) -> Collection:
        return self.dice.choice(list(Collection.objects.filter(standing__in=standings).order_by("pk")))

    # --- Acts -------------------------------------------------------------------------------------

    def do_import(self) -> None:
        serials = self.dice.sample(range(400, 412), self.dice.choice([1, 1, 3]))
        policy = self.dice.choice(["on-import", "on-import", "after-review"])
        where = f"{self.dice.choice(['one', 'two'])}-{policy}"
        imported(*map(self.text, serials), collection=where, policy=policy)

    do_import_more = do_import

    def do_withhold(self) -> None:
        cable, by = self.cable(), self.dice.choice(self.people)
        scope = self.dice.choice(["paragraph", "paragraph", "subject", "cable"])
        if scope != "paragraph":
            withheld(cable, by, scope=scope, acknowledged=self.dice.random() < 0.5)
            return
        number = self.dice.choice([1, 2, 3])
        words = paragraph(cable, number).text.split()[1] if self.dice.random() < 0.3 else ""
        withheld(cable, by, number, words)

    do_withhold_more = do_withhold

    def do_take_a_step_back(self) -> None:
        decision = self.dice.choice(list(Decision.objects.order_by("pk")))
        undo_decision(decision, self.dice.choice(self.people), decision.revision)

    def do_release(self) -> None:
        live = Decision.objects.live().filter(state__in=["withheld", "proposed"]).order_by("pk")
        decision = self.dice.choice(list(live))
        if decision.state == "withheld":
            decision = undo_decision(decision, self.people[0], decision.revision)
        confirm_release(decision, self.people[1], decision.revision)

    def do_correct(self) -> None:
        field, value = self.dice.choice(
            [
                ("subject", f"Corrected {self.word()}"),
                ("tags", "PHUM, EWWT"),
                ("number", f"08ZENDA{self.dice.randrange(600, 700)}"),
                ("classification", "SECRET"),
            ]
        )
        correct(self.cable(), field, value, "It is so.", self.importer)

    def do_reparse(self) -> None:
        reparse(self.cable())

    def do_accept(self) -> None:
        accept_anew(self.cable(), self.people[0])

    def do_note(self) -> None:
        cable = self.cable()
        annotate(newest(cable), paragraph(cable, 1).identity, "A note.", "all", self.people[0])

    def do_undo_import(self) -> None:
        undo(self.dice.choice(list(ImportBatch.objects.order_by("pk"))))

    def do_take_down(self) -> None:
        take_down(self.collection("up", "returning"), "The donor asks for it.", None)

    def do_put_back(self) -> None:
        put_back(self.collection("down"), None)

    def do_work_off(self) -> None:
        for collection in unfinished():
            list(work_off(collection))

    do_work_off_more = do_work_off


@pytest.mark.parametrize("few", [2000, 3], ids=["small segments", "big segments"])
@pytest.mark.parametrize("seed", range(4))
def test_index_that_followed_is_the_one_that_would_be_built(follower, monkeypatch, seed, few):
    monkeypatch.setattr(writing, "FEW", few)
    monkeypatch.setattr(building, "CHUNK", 4)
    dice = random.Random(seed)
    doing, done = Doing(dice), []
    doing.do_import()
    for n in range(STEPS):
        done.append(doing.step())
        if dice.random() < 0.5:
            follower.follow(dice.choice([1, 3, 1000]))
        if n % 10 == 9:
            doing.do_work_off()
            caught_up(follower)
            assert all_differences() == [], done
            public = public_rows().lower()
            gone = [token for token in doing.tokens if token not in public]
            assert traces_of(*gone) == [], done
    followed = contents()
    build()
    assert followed == contents()


def contents() -> dict[str, dict]:
    searcher = home(PUBLIC).ask().searcher
    shown = CableVersion.objects.released().values_list("cable", "cable__mrn")
    return {mrn: terms_of(searcher, key) for key, mrn in shown} | {"": {"documents": searcher.num_docs}}
