"""The contact part of a form: an empty field leaves what is there, since nobody sees it in full."""

from __future__ import annotations

from flask_babel import gettext

from matchmaker.interchange.values.emails import parse_emails
from matchmaker.services.contact_edit import ContactValues
from matchmaker.services.need_values import telephone
from web.form_reader import FormReader


def read_contact(form: FormReader) -> ContactValues:
    """What was entered; nothing where all was left empty."""
    values: ContactValues = {}
    if name := form.text("contact_name", 64):
        values["name"] = name
    if mobile := form.text("contact_mobile", 32):
        number = telephone(mobile)
        if number is None:
            form.errors["contact_mobile"] = gettext("This is no telephone number: write 11 digits.")
        else:
            values["mobile"] = number
    if email := form.text("contact_email", 254):
        found = parse_emails(email).value
        if len(found) == 1:
            values["email"] = found[0]
        else:
            form.errors["contact_email"] = gettext("This is not an e-mail address: check it.")
    return values
