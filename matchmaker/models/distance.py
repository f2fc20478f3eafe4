"""Distance (里程): kilometres by road from a city to a county, as the operator corrected them."""

from __future__ import annotations

from sqlalchemy import Float, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.models.base import Base, Dated


class Distance(Dated, Base):
    """One way, in kilometres (`matchmaker.reference.planning_defaults` ships the list)."""

    __tablename__ = "distance"
    __table_args__ = (UniqueConstraint("city", "county_code"),)

    city: Mapped[str] = mapped_column(String(40))
    county_code: Mapped[str] = mapped_column(String(12))
    km: Mapped[float] = mapped_column(Float)
