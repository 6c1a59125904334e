"""What somebody did, as a family reads it in "Who has looked": one plain sentence for each deed.

Whoever is kept from something at home reads this list too. So deeds that keep somebody safe, that say
who may decide, or that join two records are told in the same words as any other work.
"""

from django.utils.translation import gettext_lazy as _

OTHER = _("Worked on your case")
_OPENED = _("Opened your page at their office")
_REACH = _("Wrote down how to reach you")
_HOME = _("Wrote down who is in your home")
_AGREED = _("Wrote down what you agreed to")
_REQUEST = _("Worked on your request")
_ANSWERED = _("Answered your request")
_CALLED = _("Tried to reach you")
_DATE = _("Set or changed a date with you")
_LINE = _("Looked after your place in line")
_MESSAGE = _("Looked after a message to you")
_CHECKED = _("Checked who has looked at you")
_KEPT = _("Looked at how long your page is kept")
_INTAKE = _("Wrote down your answers with you")
_COMPUTER = _("Opened your questions on a screen for you")
_PAPER = _("Looked after your papers")

WORDS = {
    # pages that were opened
    "people.household.view": _OPENED,
    "people.link_people.view": _OPENED,
    "access.authority.view": _OPENED,
    "consent.read_receipt.view": _("Read a receipt of what you agreed to"),
    "consent.read_sharing.view": _("Looked at who you share with"),
    "consent.give.view": _("Opened the sheet for your written yes"),
    "consent.answer_ask.view": _("Opened a question to you about sharing"),
    "facts.answers.view": _("Read your answers"),
    "facts.papers.view": _("Looked at the list of your papers"),
    "eligibility.view": _("Looked at what you may get"),
    "referrals.see.view": _("Read your request"),
    "waiting.view": _("Looked at your place in line"),
    "contact.by_hand.view": _("Looked up how to call you"),
    "intake.check_paper.view": _("Read the paper form you filled in"),
    "intake.question.view": _("Looked at what you told before"),
    # papers and answers
    "facts.open_paper": _("Opened one of your papers"),
    "facts.say": _("Wrote down what you said"),
    "facts.correct": _("Put right what you said"),
    "facts.certify": _("Wrote down that a paper is right"),
    **dict.fromkeys(("facts.add_paper", "facts.remove_paper", "facts.show_paper"), _PAPER),
    "facts.check_paper": _PAPER,
    **dict.fromkeys(("eligibility.screen", "eligibility.decide"), _("Checked what you may get")),
    **dict.fromkeys(("followup.say", "followup.say_by_link"), _("Wrote down how the help went")),
    "doors.wish": _("Wrote down what you wish for"),
    **dict.fromkeys(
        ("timelines.see", "timelines.see.view"), _("Looked at what comes next for a child")
    ),
    **dict.fromkeys(
        [f"timelines.{deed}" for deed in ("mark", "reopen", "tell", "watch", "end_watch")],
        _("Looked after what comes next for a child"),
    ),
    **dict.fromkeys(
        ("screenings.see", "screenings.see.view"), _("Looked at questions that you answered")
    ),
    **dict.fromkeys(
        [f"screenings.{deed}" for deed in ("record", "refuse", "ask_help")],
        _("Wrote down your answers to questions"),
    ),
    # the plan
    **dict.fromkeys(("plans.see", "plans.plan.view", "plans.goal.view"), _("Looked at your plan")),
    **dict.fromkeys(
        [
            f"plans.{deed}"
            for deed in (
                *("start", "lead", "set_goal", "edit_goal", "order_goals", "accept_goal"),
                *("turn_down_goal", "close_goal", "reopen_goal", "write_scale", "rate_goal"),
                *("add_step", "edit_step", "begin_step", "finish_step", "drop_step", "move_step"),
                *("put_off_step", "reopen_step", "plan_review", "hold_review"),
            )
        ],
        _("Worked on your plan with you"),
    ),
    # who the family is, and how to reach it
    **dict.fromkeys(
        [f"people.{deed}" for deed in ("add_person", "correct_person", "end_membership")], _HOME
    ),
    "people.record_household": _HOME,
    **dict.fromkeys(("people.find_people", "people.find_match", "people.leave_match"), OTHER),
    **dict.fromkeys(("people.link_people", "people.unlink_people"), OTHER),
    **dict.fromkeys(
        [f"contact.{deed}" for deed in ("record_contact", "end_contact", "substitute_address")],
        _REACH,
    ),
    **dict.fromkeys(
        [f"contact.{deed}" for deed in ("tell", "tell_family", "settle", "put_line", "hand_on")],
        _MESSAGE,
    ),
    **dict.fromkeys(
        [f"contact.{deed}" for deed in ("failed", "give_up", "go_another_way", "retry")], _MESSAGE
    ),
    **dict.fromkeys(("contact.start", "contact.stop"), _("Turned messages to you on or off")),
    "contact.miss": _CALLED,
    # what the family agreed to
    **dict.fromkeys([f"consent.{deed}" for deed in ("give", "deny", "end", "narrow")], _AGREED),
    **dict.fromkeys(
        [f"consent.{deed}" for deed in ("ask", "recall_ask", "prove_ask")],
        _("Asked you about sharing"),
    ),
    # protection, authority, ties, keys: never told apart
    **dict.fromkeys(
        [
            f"access.{deed}"
            for deed in (
                *("withhold", "withhold_minors_service", "release", "review_protection"),
                *("give_authority", "first_authority", "end_authority", "unblock_names"),
                *("open_tie", "close_ties", "hand_back", "snooze", "wake"),
                *("make_key", "turn_key", "try_glass", "ask_way"),
            )
        ],
        OTHER,
    ),
    # requests
    **dict.fromkeys(
        [
            f"referrals.{deed}"
            for deed in (
                *("make_referral", "make_need", "ask_consent", "assign", "hand_over", "inbox"),
                *("end_search", "end_unserved", "enter_in_error", "give_information", "recall"),
                *("propose_next", "record_handoff", "renew_link", "reroute", "return_decline"),
                *("uphold_decline", "undo_obsolete", "withdraw", "worklist", "see", "open"),
                *("ask_cancellation", "cancel", "end_consent", "ask_for_link", "send_link"),
                *("keep_receiver", "say_room"),
            )
        ],
        _REQUEST,
    ),
    "referrals.send": _("Sent your request"),
    "referrals.accept": _("Said yes to your request"),
    **dict.fromkeys(
        [f"referrals.{deed}" for deed in ("decline", "propose_decline", "say_full")], _ANSWERED
    ),
    "referrals.waitlist": _("Put you in line"),
    "referrals.ask_information": _("Asked something about your request"),
    "referrals.try_contact": _CALLED,
    **dict.fromkeys([f"referrals.{deed}" for deed in ("schedule", "cancel_appointment")], _DATE),
    "referrals.mark_no_show": _("Wrote down that a visit did not take place"),
    **dict.fromkeys(
        [f"referrals.{deed}" for deed in ("start_service", "serve")],
        _("Wrote down the help you got"),
    ),
    **dict.fromkeys([f"appointments.{deed}" for deed in ("file", "offer", "publish")], _DATE),
    **dict.fromkeys(
        [
            f"waiting.{deed}"
            for deed in (
                *("answer_offer", "choose_offering", "declare_priority", "end_priority"),
                *("offer_next", "see_list", "end_offer", "pass_over"),
            )
        ],
        _LINE,
    ),
    # the care team, and its conferences
    "conferences.see.view": _("Looked at a meeting with you"),
    **dict.fromkeys(
        [
            f"conferences.{deed}"
            for deed in (
                *("see", "plan", "move_date", "call_off", "answer", "add_item", "file"),
                *("hold", "write_note", "add_follow_up", "settle_follow_up", "make_step"),
            )
        ],
        _("Worked on a meeting with you"),
    ),
    "teams.see.view": _("Looked at who works with you"),
    "teams.answer": _("Wrote to you"),
    **dict.fromkeys(
        [
            f"teams.{deed}"
            for deed in (
                *("see", "hand_over", "take_back", "answer_handover", "take_lead", "leave"),
                *("join", "confirm", "end", "begin_lead", "end_lead"),
            )
        ],
        _("Changed who works with you, and who leads"),
    ),
    # the intake
    **dict.fromkeys(
        [
            f"intake.{deed}"
            for deed in ("answer", "begin", "finish", "keep_place", "record_interpreter")
        ],
        _INTAKE,
    ),
    **dict.fromkeys(
        [
            f"intake.{deed}"
            for deed in ("end_seat", "make_seat", "take_seat", "open_kiosk", "end_kiosk")
        ],
        _COMPUTER,
    ),
    "intake.end_kiosk_here": _COMPUTER,
    # the trail, and how long things are kept
    **dict.fromkeys(
        [f"disclosures.{deed}" for deed in ("trail", "export", "odd", "review", "who_saw")],
        _CHECKED,
    ),
    **dict.fromkeys(
        [f"disclosures.{deed}.view" for deed in ("trail", "export", "odd", "review")], _CHECKED
    ),
    **dict.fromkeys(("disclosures.seal", "disclosures.anchor", "disclosures.replay"), _CHECKED),
    **dict.fromkeys(("retention.plan", "retention.hold.view"), _KEPT),
    **dict.fromkeys(("retention.hold", "retention.release"), _KEPT),
}


def what(verb: str) -> str:
    """The deed in words; of one without words of its own, that somebody worked on the case."""
    return str(WORDS.get(verb, OTHER))
