"""What an adapter is trained on: who belongs together, what a batch holds, and what is left out of the teaching."""

import json

import numpy as np
import pytest

from embeddings.errors import EmbeddingsError
from matchmaker.evaluation import adapt as module
from matchmaker.evaluation.adapt import Sources, adapt
from matchmaker.evaluation.adapting import Document, Experts, expert_task, read_documents, taught, text_tasks
from matchmaker.evaluation.errors import BadEvaluationFile
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.query import Need

FIELDS = ("电池", "废水", "小麦", "巷道")
DOCUMENTS = [
    Document(
        f"{field}研究{n}",
        f"本文研究了{field}的第{n}种制备方法。结果表明{field}性能得到明显提高。短。",
        (field, f"方法{n}"),
        field,
        field,
    )
    for field in FIELDS
    for n in range(6)
]
NEEDS = [QueryRecord("n", Need(title="电解液开发", text="需要开发一种长寿命的电解液配方。")), QueryRecord("e", Need())]


@pytest.fixture
def random():
    return np.random.default_rng(1)


def test_tasks_pair_what_belongs_together():
    keywords, sentences, needs, disciplines, languages = text_tasks(DOCUMENTS, NEEDS)
    assert (keywords.anchors[0], keywords.positives[0]) == ("电池 方法0", "电池研究0")
    assert (sentences.anchors[1], sentences.positives[1]) == ("电池研究0", "结果表明电池性能得到明显提高")
    assert (needs.anchors, needs.positives) == (["电解液开发"], ["需要开发一种长寿命的电解液配方"])
    for asked, answer in zip(disciplines.anchors, disciplines.positives, strict=True):
        assert asked[:2] == answer[:2]
        assert asked != answer
    half = len(languages.anchors) // 2
    assert languages.anchors[half:] == languages.positives[:half]
    assert languages.anchors[:half] == languages.positives[half:]


def test_a_batch_holds_each_owner_once_from_two_categories(random):
    keywords, sentences, _, disciplines, _ = text_tasks(DOCUMENTS, NEEDS)
    for task in (keywords, sentences):
        pairs, distractors = task.draw(random)
        owners = task.groups[pairs]
        assert len(distractors) == 0
        assert len(set(owners.tolist())) == len(owners) == 12
        assert len({DOCUMENTS[owner].category for owner in owners}) == 2
    pairs, _ = disciplines.draw(random)
    assert sorted(disciplines.groups[pairs].tolist()) == [0, 1, 2, 3]


@pytest.fixture
def experts(encoder):
    candidates = [Candidate(f"c{n}", (f"{FIELDS[n % 4]}项目{n}",)) for n in range(80)]
    queries = [QueryRecord(f"q{n}", Need(title=f"{FIELDS[n % 4]}课题{n}")) for n in range(40)]
    numbers = np.arange(40)
    return Experts(queries, candidates, Pairs(numbers, numbers, np.full(40, 4.0)), encoder)


def test_half_of_the_projects_is_taught_with_strangers_that_hold_none_of_them(experts, random):
    task = expert_task(experts)
    seen = taught(40)
    assert len(seen) == 20
    assert [int(text.partition("课题")[2]) for text in task.anchors] == seen.tolist()
    assert [int(text.partition("项目")[2]) for text in task.positives] == seen.tolist()
    pairs, strangers = task.draw(random)
    shown = {task.distractors[place] for place in strangers}
    assert shown
    assert shown.isdisjoint(task.positives[pair] for pair in pairs)


def test_documents_of_several_forms_and_a_damaged_line(tmp_path):
    path = tmp_path / "patents.jsonl"
    rows = [{"title": "泵", "abstract": "一种泵。", "keyphrases": ["泵"]}, {"title": "", "abstract": "空"}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert read_documents(path) == [Document("泵", "一种泵。", ("泵",), "patents", "")]
    path.write_text('{"title": "泵"}', encoding="utf-8")
    with pytest.raises(BadEvaluationFile, match="line 1"):
        read_documents(path)


def test_needs_that_are_reported_on_and_held_out_pairs_are_not_taught(tmp_path, encoder, experts, monkeypatch):
    def write(name, rows):
        (tmp_path / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
        return tmp_path / name

    needs = [
        {"id": "1", "title": "甲", "text": "一"},
        {"id": "2", "title": "乙 ", "text": "二"},
        {"id": "3", "title": "丙"},
    ]
    write("queries.jsonl", [{"id": q.id, "title": q.need.title} for q in experts.queries])
    write("candidates.jsonl", [{"id": c.id, "passages": list(c.passages)} for c in experts.candidates])
    lines = ["query_id,candidate_id,level", *(f"q{n},c{n},4" for n in range(40))]
    (tmp_path / "pairs.csv").write_text("\n".join(lines), encoding="utf-8")
    texts = write("t.jsonl", [{"title": d.title, "abstract": d.abstract} for d in DOCUMENTS])
    held_out = tmp_path / "held-out.csv"
    sources = Sources(
        (texts,),
        write("n.jsonl", needs),
        write("w.jsonl", [{"id": "1"}, {"id": "x", "title": "乙"}]),
        tmp_path,
        held_out,
    )
    given = []
    monkeypatch.setattr(module, "text_tasks", lambda _documents, left: given.extend(left) or [])
    with pytest.raises(EmbeddingsError):
        adapt(sources, encoder=encoder, cache_dir=tmp_path, model="no-such", recipe=None, out=tmp_path)
    assert [record.id for record in given] == ["3"]
    written = [line.split(",")[0] for line in held_out.read_text().splitlines()[1:]]
    assert sorted(int(name[1:]) for name in written) == sorted(set(range(40)) - set(taught(40).tolist()))
