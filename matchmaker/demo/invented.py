"""Values that cannot belong to anybody: telephone numbers, credit codes, mail addresses, names of contacts."""

from __future__ import annotations

import hashlib

from stdnum.cn import uscc

# No mobile number in China begins with 100.
_FIRST_NUMBER = 10_000_000_000
# Registering authority 0, category 0 and region 999999 exist nowhere.
_NOBODYS_REGISTRY = "00999999"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林郑"
_POSITIONS = (
    ("工", "技术负责人"),
    ("主任", "技术中心主任"),
    ("经理", "生产经理"),
    ("部长", "研发部长"),
    ("总", "副总经理"),
)


def drawn(key: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both inclusive; the same `key` always draws the same one."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
    return low + number % (high - low + 1)


def mobile_number(count: int) -> str:
    """The number of the `count`-th contact (from 1): 11 digits that no network serves."""
    return str(_FIRST_NUMBER + count)


def credit_code(count: int) -> str:
    """A code of the form of a 统一社会信用代码 with a right check sign and a registry that does not exist."""
    body = f"{_NOBODYS_REGISTRY}EXAM{count:05d}"
    return f"{body}{uscc.calc_check_digit(body)}"


def contact_person(key: str) -> tuple[str, str]:
    """Name and position of an enterprise's contact: a surname with a form of address, marked as an example."""
    surname = _SURNAMES[drawn(f"{key}:surname", 0, len(_SURNAMES) - 1)]
    address, position = _POSITIONS[drawn(f"{key}:position", 0, len(_POSITIONS) - 1)]
    return f"{surname}{address}（示例）", position
