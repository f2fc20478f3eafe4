"""`matchmaker evaluate` with the real model and development data: forms, figures, resumption."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from embeddings import DEFAULT_MODEL, ModelMissing, locate_model
from matchmaker.cli import main
from matchmaker.settings import Settings

NEEDS = 12


@pytest.fixture(scope="module")
def files(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The first needs of the development pairs, with their candidates."""
    folder, source = tmp_path_factory.mktemp("evaluate"), shared_data / "need-achievement"
    queries = (source / "queries.jsonl").read_text(encoding="utf-8").splitlines()[:NEEDS]
    kept = {json.loads(line)["id"] for line in queries}
    with (source / "pairs.csv").open(encoding="utf-8") as file:
        pairs = [row for row in csv.DictReader(file) if row["query_id"] in kept]
    people = {row["candidate_id"] for row in pairs}
    candidates = (source / "candidates.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "q.jsonl").write_text("\n".join(queries), encoding="utf-8")
    chosen = [line for line in candidates if json.loads(line)["id"] in people]
    (folder / "c.jsonl").write_text("\n".join(chosen), encoding="utf-8")
    lines = ["query_id,candidate_id,level", *(f"{r['query_id']},{r['candidate_id']},{r['level']}" for r in pairs)]
    (folder / "p.csv").write_text("\n".join(lines), encoding="utf-8")
    return {"queries": folder / "q.jsonl", "candidates": folder / "c.jsonl", "pairs": folder / "p.csv"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The model from the user's cache, vectors in a cache of their own."""
    try:
        folder = locate_model(DEFAULT_MODEL, cache_dir=Settings().cache_path)
    except ModelMissing as error:
        pytest.skip(str(error))
    return {"MATCHMAKER_MODEL": str(folder.path), "MATCHMAKER_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}


def run(environment: dict[str, str], command: str, *arguments: str, **paths: Path) -> Result:
    options = [part for name, path in paths.items() for part in (f"--{name}", str(path))]
    return CliRunner().invoke(main, ["evaluate", command, *options, *arguments], env=environment)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


pytestmark = [pytest.mark.model, pytest.mark.data]


def test_score_writes_every_pair_in_order_and_prints_figures(environment, files, tmp_path):
    result = run(environment, "score", "--json", **files, out=tmp_path / "s.csv")
    assert result.exit_code == 0
    scored, pairs = rows(tmp_path / "s.csv"), rows(files["pairs"])
    assert [(r["query_id"], r["candidate_id"]) for r in scored] == [(r["query_id"], r["candidate_id"]) for r in pairs]
    assert all(0.0 < float(row["score"]) < 1.0 for row in scored)
    assert {row["grade"] for row in scored} <= {"strong", "fair", "weak", "none"}
    figures = json.loads(result.stdout)
    assert figures["AUC(level>=3)"]["value"] > 0.65
    assert figures["AUC(level>=3)"]["low"] < figures["AUC(level>=3)"]["value"] < figures["AUC(level>=3)"]["high"]


def test_known_decisions_help_with_the_rest(environment, files, tmp_path):
    pairs = files["pairs"].read_text(encoding="utf-8").splitlines()
    (tmp_path / "known.csv").write_text("\n".join([pairs[0], *pairs[1::2]]), encoding="utf-8")
    (tmp_path / "hidden.csv").write_text("\n".join([pairs[0], *pairs[2::2]]), encoding="utf-8")
    asked = {**files, "pairs": tmp_path / "hidden.csv"}
    alone = run(environment, "score", "--json", **asked, out=tmp_path / "a.csv")
    helped = run(environment, "score", "--json", **asked, known=tmp_path / "known.csv", out=tmp_path / "b.csv")
    value = "AUC(level>=3)"
    assert json.loads(helped.stdout)[value]["value"] > json.loads(alone.stdout)[value]["value"]


def test_rank_lists_from_rank_one_and_prints_what_applies(environment, files, tmp_path):
    result = run(environment, "rank", "--top", "7", **files, out=tmp_path / "r.csv")
    assert result.exit_code == 0
    listed = rows(tmp_path / "r.csv")
    assert [row["rank"] for row in listed] == [str(place) for _ in range(NEEDS) for place in range(1, 8)]
    lines = dict(
        line.split(maxsplit=1) for line in result.stdout.splitlines() if line.startswith(("MRR@10", "Spearman"))
    )
    assert float(lines["MRR@10"].split()[0]) > 0.3
    assert lines["Spearman"] == "n/a"


def test_without_levels_nothing_is_printed(environment, files, tmp_path):
    (tmp_path / "p.csv").write_text(
        "\n".join(line.rsplit(",", 1)[0] for line in files["pairs"].read_text(encoding="utf-8").splitlines()),
        encoding="utf-8",
    )
    result = run(environment, "score", **{**files, "pairs": tmp_path / "p.csv"}, out=tmp_path / "s.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr != ""


def test_a_second_run_encodes_nothing_and_gives_the_same(environment, files, tmp_path, monkeypatch):
    first = run(environment, "score", **files, out=tmp_path / "a.csv")
    from embeddings.sentence_encoder import SentenceTransformerEncoder

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("the model was asked again")

    monkeypatch.setattr(SentenceTransformerEncoder, "encode_queries", refuse)
    monkeypatch.setattr(SentenceTransformerEncoder, "encode_passages", refuse)
    second = run(environment, "score", **files, out=tmp_path / "b.csv")
    assert second.stdout == first.stdout
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_wrong_use_and_wrong_files(environment, files, tmp_path):
    assert run(environment, "score", **{**files, "pairs": tmp_path / "none.csv"}, out=tmp_path / "s.csv").exit_code == 2
    (tmp_path / "bad.csv").write_text("query_id,candidate_id\nnobody,nobody\n", encoding="utf-8")
    failed = run(environment, "score", **{**files, "pairs": tmp_path / "bad.csv"}, out=tmp_path / "s.csv")
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "nobody" in failed.stderr


def test_folds_score_needs_that_were_not_seen(environment, files, tmp_path):
    seen = run(environment, "score", "--json", **files, out=tmp_path / "a.csv")
    unseen = run(environment, "score", "--json", "--folds", "4", **files, out=tmp_path / "b.csv")
    value = "AUC(level>=3)"
    assert 0.5 < json.loads(unseen.stdout)[value]["value"] < json.loads(seen.stdout)[value]["value"]


def test_learn_writes_weights_that_replay_can_read(environment, files, tmp_path):
    texts = {"queries": files["queries"], "candidates": files["candidates"], "decisions": files["pairs"]}
    learnt = run(environment, "learn", "--json", "--version", "trial.1", **texts, out=tmp_path / "w")
    assert learnt.exit_code == 0, learnt.stderr
    assert json.loads(learnt.stdout)["verdict"] in ("better", "worse", "undecided")
    names = sorted(path.name for path in (tmp_path / "w").iterdir())
    assert names == ["background-terms.json", "encoder-adapter.safetensors", "relevance.json", "space.npz"]
    replayed = run(environment, "replay", "--json", **texts, proposed=tmp_path / "w")
    found = json.loads(replayed.stdout)
    assert (found["decisions"], found["left_out"]) == (len(rows(files["pairs"])), 0)
    assert found["figures"]["log loss"]["gain"] > 0.0
    as_text = run(environment, "replay", **texts, proposed=tmp_path / "w").stdout.splitlines()
    assert as_text[-1].startswith(f"{found['verdict']}  ({found['decisions']} decisions")


def test_too_few_decisions_teach_nothing_and_say_so(environment, files, tmp_path):
    few = tmp_path / "few.csv"
    few.write_text("\n".join(files["pairs"].read_text(encoding="utf-8").splitlines()[:5]), encoding="utf-8")
    texts = {"queries": files["queries"], "candidates": files["candidates"], "decisions": few}
    result = run(environment, "learn", "--version", "v", **texts, out=tmp_path / "w")
    assert (result.exit_code, result.stdout, (tmp_path / "w").exists()) == (1, "", False)
    assert "too few" in result.stderr


def test_report_writes_a_page_and_markdown(environment, files, tmp_path):
    result = run(environment, "report", **files, out=tmp_path / "r")
    assert result.stdout.split() == [str(tmp_path / "r" / name) for name in ("report.html", "report.md")]
    assert "cosine of titles" in (tmp_path / "r" / "report.md").read_text(encoding="utf-8")


def test_figures_without_an_interval_are_still_json(capsys):
    from matchmaker.cli.evaluate.context import print_figures
    from matchmaker.evaluation.summary import Figure

    print_figures([Figure("precision strong", 1.0, float("nan"), float("nan"), 1)], True)
    assert "NaN" not in (printed := capsys.readouterr().out)
    assert json.loads(printed)["precision strong"] == {"value": 1.0, "low": None, "high": None, "queries": 1}


def test_a_result_in_a_folder_that_is_not_there_is_refused_before_anything_is_read(tmp_path):
    paths = {name: tmp_path / name for name in ("queries", "candidates", "pairs")}
    for path in paths.values():
        path.write_text("no form at all", encoding="utf-8")
    result = run({}, "score", **paths, out=tmp_path / "nowhere" / "scores.csv")
    assert result.exit_code == 2
    assert "nowhere' does not exist. Make it, or name another." in result.output
