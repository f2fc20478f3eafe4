"""Acts on accounts, programs and the record of actions itself."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

WORDS: dict[str, LazyString] = {
    "audit.export": _l("Record of actions exported"),
    "client.active": _l("API client switched on or off"),
    "client.create": _l("API client entered"),
    "person.erase": _l("Personal data erased"),
    "person.export": _l("Personal data handed out"),
    "token.create": _l("API token issued"),
    "token.revoke": _l("API token revoked"),
    "user.create": _l("Account opened"),
    "user.deactivate": _l("Account closed"),
    "user.edit": _l("Account changed"),
    "user.password": _l("Password set"),
    "user.password_change": _l("Password changed"),
    "user.password_change_refused": _l("Change of password refused"),
    "user.password_reset": _l("Password set by a link"),
    "user.reactivate": _l("Account opened again"),
    "user.reseal": _l("Second-factor secrets sealed anew"),
    "user.role": _l("Role changed"),
    "user.second_factor": _l("Second factor set up"),
    "user.second_factor_reset": _l("Second factor reset"),
    "user.session_end": _l("Sign-in ended"),
    "user.sign_in": _l("Signed in"),
    "user.sign_in_code": _l("Signed in with the second factor"),
    "user.sign_in_refused": _l("Sign-in refused"),
    "user.sign_out": _l("Signed out"),
}
