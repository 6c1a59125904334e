"""Two people's posts in any order: no answer is lost in silence. Pure, on the merge alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kinwork.family.intake.merging import changed, marker, merge

MARK = marker(b"for tests")
KEYS = ["soon", "needs", "fact:snap"]
# Who sends a page that was drawn so many posts ago, with what typed into which answers.
POST = st.tuples(
    st.sampled_from(["ana", "rosa"]),
    st.integers(0, 4),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["a", "b", "c", None]), max_size=3),
)


class Story:
    """A draft with its trail, and every state that a page can have been drawn from."""

    def __init__(self, **answers):
        self.answers, self.trail, self.version = dict(answers), {}, 0
        self.states = {0: dict(answers)}

    def post(self, who, typed, drawn):
        merged = merge(self.answers, self.trail, typed, version=drawn, who=who, mark=MARK)
        if merged.clashes or not merged.changes:
            return merged
        self.version += 1
        for key, value in merged.changes.items():
            before, entry = self.answers.get(key), self.trail.get(key)
            said = {"version": self.version, "who": who, "at": "", "mark": MARK}
            self.trail[key] = changed(entry, before, **said)
            self.answers.pop(key, None)
            if value is not None:
                self.answers[key] = value
        self.states[self.version] = dict(self.answers)
        return merged


@settings(max_examples=400, deadline=None)
@given(st.lists(POST, max_size=12))
def test_no_order_of_two_peoples_posts_loses_an_answer_in_silence(posts):
    """What one saved is replaced by the other only where that one had seen it, or was asked."""
    story, wrote = Story(soon="a"), {}
    for who, ago, fields in posts:
        drawn = max(0, story.version - ago)
        page = story.states[drawn]
        typed = {key: page.get(key) for key in KEYS} | fields  # a form sends all its fields
        before = dict(story.answers)
        merged = story.post(who, typed, drawn)
        if merged.clashes:
            assert story.answers == before
            assert all(clash.typed == typed[clash.key] for clash in merged.clashes)
            continue
        for key in KEYS:
            now, was = story.answers.get(key), before.get(key)
            if typed[key] != page.get(key):
                assert now == typed[key]  # what somebody typed is there
            if now != was:
                by, version = wrote.get(key, (who, 0))
                assert by == who or version <= drawn  # nothing unseen was replaced
                wrote[key] = (who, story.version)


def test_one_page_sent_twice_is_no_conflict():
    story = Story()
    assert not story.post("rosa", {"soon": "today"}, 0).clashes
    assert not story.post("rosa", {"soon": "today"}, 0).clashes
    assert not story.post("rosa", {"soon": "routine"}, 0).clashes  # back, changed, sent again
    assert story.answers == {"soon": "routine"}


def test_going_back_over_what_the_other_saved_asks():
    story = Story()
    story.post("rosa", {"soon": "today"}, 0)
    story.post("ana", {"soon": "routine"}, 1)
    assert story.post("rosa", {"soon": "2 days"}, 0).clashes


def test_two_corrections_of_one_person_are_both_kept():
    person = {"given": "Lucia", "family": "Luna", "birth_date": "2025-06-20"}
    story = Story(**{"member:1": person})
    story.post("ana", {"member:1": person | {"given": "Lucía"}}, 0)
    story.post("rosa", {"member:1": person | {"birth_date": "2025-06-02"}}, 0)
    assert story.answers["member:1"] == {
        "given": "Lucía",
        "family": "Luna",
        "birth_date": "2025-06-02",
    }
    clash = story.post("rosa", {"member:1": person | {"given": "Luci"}}, 0).clashes[0]
    assert (clash.saved["given"], clash.typed["given"], clash.by) == ("Lucía", "Luci", "ana")
    clash = story.post("ben", {"member:1": person | {"given": "Lu", "family": "Sol"}}, 0).clashes[0]
    assert (clash.saved["given"], clash.typed["given"]) == ("Lucía", "Lu")
    assert clash.saved["family"] == clash.typed["family"] == "Sol"
    assert clash.saved["birth_date"] == clash.typed["birth_date"] == "2025-06-02"


def test_taken_out_by_one_and_changed_by_the_other_asks():
    story = Story(**{"member:1": {"given": "Lucía"}})
    story.post("ana", {"member:1": None}, 0)
    clash = story.post("rosa", {"member:1": {"given": "Luci"}}, 0).clashes[0]
    assert (clash.saved, clash.typed) == (None, {"given": "Luci"})


def test_an_answer_beats_a_skip():
    story = Story()
    story.post("ana", {"skip:snap": True}, 0)
    assert not story.post("rosa", {"fact:snap": "yes", "skip:snap": None}, 0).clashes
    assert story.answers == {"fact:snap": "yes"}


def test_marks_are_no_words():
    entry = changed(None, {"given": "Rosa"}, version=1, who="ana", at="", mark=MARK)
    assert "Rosa" not in str(entry)
