"""The evaluation's files: forms, and errors that name file, line and reason."""

import math

import pytest

from matchmaker.evaluation.errors import BadEvaluationFile, UnknownIds
from matchmaker.evaluation.files import read_candidates, read_decisions, read_pairs, read_queries, write_rows
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.query import Need


@pytest.fixture
def write(tmp_path):
    def make(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


QUERIES = '{"id": "a", "title": "电解液", "text": "高压", "other": 1}\n\n{"id": 7, "title": "B"}\n'
CANDIDATES = '{"id": "x", "passages": ["锂电", " ", "……"], "unit": "u"}\n{"id": "y", "passages": []}\n'


def test_queries_and_candidates(write):
    queries = read_queries(write("q", QUERIES))
    assert [(record.id, record.need) for record in queries] == [
        ("a", Need(title="电解液", text="高压")),
        ("7", Need(title="B")),
    ]
    assert read_candidates(write("c", CANDIDATES)) == [Candidate("x", ("锂电",)), Candidate("y", ())]


def test_pairs_with_and_without_levels(write):
    queries, candidates = read_queries(write("q", QUERIES)), read_candidates(write("c", CANDIDATES))
    pairs = read_pairs(write("p", "\ufeffquery_id,candidate_id,level\na,y,3\n7,x,\n"), queries, candidates)
    assert pairs.queries.tolist() == [0, 1]
    assert pairs.candidates.tolist() == [1, 0]
    assert pairs.levels[0] == 3.0
    assert math.isnan(pairs.levels[1])
    assert pairs.judged
    assert not read_pairs(write("p", "candidate_id,query_id\nx,a\n"), queries, candidates).judged


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{"id": "a"}\n{oops', 2, "it is not JSON"),
        ("[1]", 1, "it is not a JSON object"),
        ('{"title": "x"}', 1, "id is missing"),
        ('{"id": "a", "title": 3}', 1, "title is not a text"),
        ('{"id": "a"}\n{"id": "a"}', 2, "the id a comes twice"),
    ],
)
def test_bad_queries_are_named(write, text, line, reason):
    with pytest.raises(BadEvaluationFile) as error:
        read_queries(write("q", text))
    assert error.value.params["line"] == line
    assert reason in error.value.params["reason"]


def test_bad_candidates_are_named(write):
    with pytest.raises(BadEvaluationFile, match="passages is not a list of texts"):
        read_candidates(write("c", '{"id": "x", "passages": "text"}'))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("query_id,level\na,1\n", "the column candidate_id is missing"),
        ("query_id,candidate_id\na\n", "a column is missing"),
        ("query_id,candidate_id,level\na,x,high\n", "level 'high' is not a number"),
    ],
)
def test_bad_pairs_are_named(write, text, reason):
    with pytest.raises(BadEvaluationFile, match=reason):
        read_pairs(write("p", text), read_queries(write("q", QUERIES)), read_candidates(write("c", CANDIDATES)))


def test_unknown_ids_are_counted(write):
    queries, candidates = read_queries(write("q", QUERIES)), read_candidates(write("c", CANDIDATES))
    with pytest.raises(UnknownIds) as error:
        read_pairs(write("p", "query_id,candidate_id\na,x\nb,x\nc,x\n"), queries, candidates)
    assert (error.value.params["kind"], error.value.params["count"], error.value.params["example"]) == (
        "queries",
        2,
        "b",
    )


def test_rows_are_written_whole(tmp_path):
    path = tmp_path / "out.csv"
    write_rows(path, ("a", "b"), [(1, "甲,乙")])
    assert path.read_text(encoding="utf-8") == 'a,b\n1,"甲,乙"\n'
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_a_repeated_id_is_named_by_its_line_and_not_by_its_place(write):
    with pytest.raises(BadEvaluationFile, match="line 4: the id a comes twice"):
        read_queries(write("q", '\n{"id": "a"}\n\n{"id": "a"}\n'))


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ('{"id": "a"}\n{"id": "b", "title": "高温"}\n'.encode("gbk"), 2, "UTF-8"),
        (b"[" * 100_000, 1, "nested without end"),
        (b'{"id": "a", "title": "\\ud800"}', 1, "half a character"),
        (b'{"id": ' + b"9" * 5000 + b"}", 1, "not JSON"),
    ],
    ids=["gbk", "nested", "surrogate", "digits"],
)
def test_lines_that_cannot_be_read_are_named(tmp_path, content, line, reason):
    path = tmp_path / "queries.jsonl"
    path.write_bytes(content)
    with pytest.raises(BadEvaluationFile, match=rf"line {line}: .*{reason}"):
        read_queries(path)


def test_a_whole_character_outside_the_first_plane_may_be_escaped(write):
    assert read_queries(write("q", '{"id": "a", "title": "\\ud840\\udc00"}\n'))[0].need.title == "\U00020000"


def test_pairs_may_carry_long_notes_and_no_endless_levels(write):
    queries, candidates = read_queries(write("q", QUERIES)), read_candidates(write("c", CANDIDATES))
    long = "query_id,candidate_id,note\na,x," + "x" * 200_000 + "\n"
    assert len(read_pairs(write("p", long), queries, candidates)) == 1
    for level in ("inf", "nan", "1e999"):
        with pytest.raises(BadEvaluationFile, match=r"line 2: .*is not a number"):
            read_pairs(write("p", f"query_id,candidate_id,level\na,x,{level}\n"), queries, candidates)


def test_a_table_in_gbk_is_named(tmp_path, write):
    queries, candidates = read_queries(write("q", QUERIES)), read_candidates(write("c", CANDIDATES))
    path = tmp_path / "gbk.csv"
    path.write_bytes("query_id,candidate_id,备注\na,x,好\n".encode("gbk"))
    with pytest.raises(BadEvaluationFile, match="line 1: it is not UTF-8"):
        read_pairs(path, queries, candidates)


def test_decisions_without_levels_are_refused(write):
    queries, candidates = read_queries(write("q", QUERIES)), read_candidates(write("c", CANDIDATES))
    with pytest.raises(BadEvaluationFile, match="the column level is missing"):
        read_decisions(write("k", "query_id,candidate_id\na,x\n"), queries, candidates)
