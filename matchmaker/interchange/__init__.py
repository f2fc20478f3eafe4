"""Excel, CSV and JSON lines in and out: files in, typed rows and row problems out, and the other way round.

In: `read_file` (and `look_at` for a screen that corrects the mapping of headers, `load_mapping` for `--map`).
Nothing here knows a database; services write what comes out.
"""

from matchmaker.interchange.importing import Parsed, read_file
from matchmaker.interchange.looking import Looked, look_at
from matchmaker.interchange.mapping.correction import load_mapping
from matchmaker.interchange.messages import MESSAGES, Message
from matchmaker.interchange.reading.limits import Limits
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.achievement import AchievementRow
from matchmaker.interchange.rows.drafts import Contact, RowWarning
from matchmaker.interchange.rows.expert import ExpertRow
from matchmaker.interchange.rows.need import NeedRow
from matchmaker.interchange.rows.organization import OrganizationRow

__all__ = [
    "MESSAGES",
    "AchievementRow",
    "Contact",
    "ExpertRow",
    "Limits",
    "Looked",
    "Message",
    "NeedRow",
    "OrganizationRow",
    "Parsed",
    "RowWarning",
    "Skipped",
    "load_mapping",
    "look_at",
    "read_file",
]
