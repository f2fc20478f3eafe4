"""The report says what was measured, gives every chart's numbers, and quotes texts without running them."""

import math
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from matchmaker.evaluation.errors import NotJudged
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.report.contents import gather
from matchmaker.evaluation.report.make import make_report
from matchmaker.evaluation.report.page import html_page, markdown, write_report
from matchmaker.evaluation.report.sections import sections
from matchmaker.matching.grades import GradeThresholds
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.query import Need

HOSTILE = "<script>alert(1)</script> | 坏"
THRESHOLDS = GradeThresholds(strong=0.6, fair=0.4, weak=0.2)


@pytest.fixture(scope="module")
def contents():
    """Thirty needs with ten candidates each; what is said is right on average."""
    random = np.random.default_rng(0)
    queries = [
        QueryRecord(str(number), Need(title=HOSTILE if number == 0 else f"需求{number}")) for number in range(30)
    ]
    candidates = [Candidate(str(number), (f"成果{number}",)) for number in range(10)]
    rows = np.array([(query, candidate) for query in range(30) for candidate in range(10)])
    said = random.random(300)
    levels = np.where(random.random(300) < said, 4.0, 1.0)
    levels[0], said[0] = 1.0, 0.999
    levels[7] = np.nan
    return gather(
        facts=[("pairs", "300")],
        queries=queries,
        candidates=candidates,
        pairs=Pairs(rows[:, 0], rows[:, 1], levels),
        probabilities=said,
        grades=THRESHOLDS.grades(said),
        baselines={"chance": random.random(300)},
    )


class Reader(HTMLParser):
    """Tags and words of a page; every tag that is opened is closed again."""

    def __init__(self):
        super().__init__()
        self.tags, self.open, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "!doctype"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def page(contents):
    reader = Reader()
    reader.feed(html_page(sections(contents)))
    assert reader.open == []
    return reader


def test_bins_hold_all_judged_pairs_and_their_shares(contents):
    assert sum(b.count for b in contents.bins) == 299
    assert [b.said for b in contents.bins] == sorted(b.said for b in contents.bins)
    assert all(b.low <= b.seen <= b.high for b in contents.bins)
    assert max(abs(b.said - b.seen) for b in contents.bins) < 0.25


def test_grades_count_their_levels(contents):
    for row in contents.grades:
        assert row.precision.value == pytest.approx((row.levels[2] + row.levels[3]) / sum(row.levels))


def test_the_baseline_stands_beside_ours_and_is_worse(contents):
    for figures in contents.compared.values():
        assert [name for name, _ in figures] == ["chance", "this service"]
        assert figures[0][1].value < figures[1][1].value


def test_errors_are_the_worst_of_each_need(contents):
    assert contents.overrated[0].need == HOSTILE
    assert contents.overrated[0].probability == pytest.approx(0.999)
    assert [w.probability for w in contents.overrated] == sorted(
        (w.probability for w in contents.overrated), reverse=True
    )
    assert [w.probability for w in contents.underrated] == sorted(w.probability for w in contents.underrated)
    assert {w.level for w in contents.overrated} == {1.0}
    assert {w.level for w in contents.underrated} == {4.0}
    assert len({w.need for w in contents.overrated}) == len(contents.overrated) == 10


def test_every_chart_has_a_name_and_a_table_in_its_section(page, contents):
    names = [attributes["aria-label"] for tag, attributes in page.tags if tag == "svg"]
    assert len(names) == 4
    assert all("table below" in name for name in names)
    for section in sections(contents):
        assert not section.chart or section.tables


def test_the_page_needs_no_other_file_and_runs_nothing(page):
    tags = {tag for tag, _ in page.tags}
    assert tags.isdisjoint({"script", "link", "img", "iframe"})
    assert not any(key in ("src", "href") or key.startswith("on") for _, found in page.tags for key in found)
    assert HOSTILE in page.words


def test_marks_lie_inside_their_chart(contents):
    for section in sections(contents):
        height = re.search(r'viewBox="0 0 640 (\d+)"', section.chart)
        for name, limit in (("x1", 640), ("x2", 640), ("cx", 640), ("y1", height), ("y2", height), ("cy", height)):
            most = limit if isinstance(limit, int) else int(limit.group(1)) if limit else 0
            for value in re.findall(rf' {name}="([-\d.]+)"', section.chart):
                assert 0.0 <= float(value) <= most


def test_markdown_holds_the_same_numbers(contents):
    text = markdown(sections(contents))
    for row in contents.grades:
        assert f"| {row.grade} | {row.precision.value:.3f} |" in text
    assert "<script>alert(1)</script> \\| 坏" in text


def test_figures_that_do_not_apply_say_so():
    nothing = gather(
        facts=[],
        queries=[QueryRecord("a", Need(title="x"))],
        candidates=[Candidate("c", ())],
        pairs=Pairs(np.array([0]), np.array([0]), np.array([1.0])),
        probabilities=np.array([0.1]),
        grades=THRESHOLDS.grades(np.array([0.1])),
        baselines={},
    )
    assert math.isnan(nothing.figures[0].value)
    assert "| nDCG@10 | n/a | n/a | 0 |" in markdown(sections(nothing))
    assert "n/a" in html_page(sections(nothing))


def test_both_files_are_written(contents, tmp_path):
    written = write_report(contents, tmp_path / "new" / "folder")
    assert [path.name for path in written] == ["report.html", "report.md"]
    assert all(path.read_text(encoding="utf-8") for path in written)


def test_pairs_without_any_level_make_no_report(engine, encoder):
    pairs = Pairs(np.array([0]), np.array([0]), np.array([np.nan]))
    people = [Candidate("c", ("小麦育种",))]
    with pytest.raises(NotJudged):
        make_report([QueryRecord("a", Need(title="小麦"))], people, pairs, encoder=encoder, engine=engine, source="x")
