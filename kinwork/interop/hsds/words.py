"""Why a row was set aside, in words for the person who mends it."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "missing": _("Something that is needed is missing."),
    "bad_date": _("This is not a day of the calendar."),
    "ambiguous_date": _(
        "Day and month could be read either way. Import again and say how this feed writes dates, "
        "or write the date here as 2026-01-31."
    ),
    "serial_date": _("This is a spreadsheet's number for a day. Write the date as 2026-01-31."),
    "bad_time": _("This is not a time. Write it as 08:30."),
    "bad_weekday": _("This is not a day of the week. Write MO, TU, WE, TH, FR, SA or SU."),
    "bad_status": _("Write active, inactive, defunct or temporarily closed."),
    "bad_number": _("This is not a number."),
    "bad_url": _("This is not a web address."),
    "bad_email": _("This is not an e-mail address."),
    "bad_boolean": _("Write true or false."),
    "bad_phone": _("This is not a phone number."),
    "bad_id": _("This id leads nowhere."),
    "bad_word": _("This word is not one of those that may stand here."),
    "dangling": _("It points to a row that is not in the directory."),
    "nobody": _("It does not say which service, place or organization it belongs to."),
    "id_twice": _("Another row has the same id and says something else."),
    "other_source": _("This id belongs to a row of another source."),
    "too_many_cells": _("The row has more cells than the table has columns."),
    "blank_row": _("The row is empty."),
    "not_csv": _("From here on the table cannot be read."),
    "not_json": _("From here on the text is not JSON."),
    "not_an_object": _("This is not a record."),
    "nothing_known": _("There is nothing in it that a directory knows."),
}
