from __future__ import annotations

from embeddings import Segmenter, TokenStore

SEGMENTER = Segmenter()


def _known(store: TokenStore, query: str) -> dict[str, int]:
    found = store.query(query)
    numbers = zip(found.tokens.tolist(), found.counts.tolist(), strict=True)
    return {store.vocabulary.token(token): count for token, count in numbers}


def test_a_query_holds_the_known_tokens_with_their_counts() -> None:
    store = TokenStore.build([1, 2], ["高盐废水", "废水锚杆"], segmenter=SEGMENTER)
    assert _known(store, "废水，废水与石墨烯锚杆") == {"废水": 2, "锚杆": 1}
    assert store.query("废水锚杆").tokens.tolist() == sorted(store.query("废水锚杆").tokens.tolist())


def test_tokens_of_other_versions_are_unknown() -> None:
    old = TokenStore.build([1, 2], ["高盐废水", "锚杆"], segmenter=SEGMENTER)
    new = old.with_changes([3], ["石墨烯"], [2])
    assert _known(old, "石墨烯 锚杆 废水") == {"锚杆": 1, "废水": 1}
    assert set(_known(new, "石墨烯 锚杆 废水")) >= {"石墨烯", "废水"}
    assert "锚杆" not in _known(new, "石墨烯 锚杆 废水")
    assert new.table.ids.tolist() == [1, 3]
    assert old.table.ids.tolist() == [1, 2]
