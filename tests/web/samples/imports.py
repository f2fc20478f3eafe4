"""What the four steps of an import are filled with (示例)."""

from __future__ import annotations

from typing import Any

from tests.web.samples.records import campaign
from web.form_state import FormState

KINDS = [("needs", "技术需求"), ("experts", "专家与团队"), ("achievements", "科技成果"), ("organizations", "单位")]
FILE = {"name": "泰山区需求汇总表.xlsx", "sheet": "汇总", "sheets": ["汇总", "说明"], "header_row": 3, "rows": 45}
FIELDS = [
    ("title", "需求名称"),
    ("problem", "主要技术难题"),
    ("organization_name", "单位名称"),
    ("county_code", "县市区"),
    ("funds_text", "拟投入资金"),
    ("cooperation_mode", "合作方式"),
]


def step(name: str, **values: Any) -> dict[str, Any]:
    shared = {"campaign": campaign(), "step": name, "kind": "needs", "kinds": KINDS, "file": FILE, "job": "J1"}
    return shared | values


def upload() -> dict[str, Any]:
    templates = [(f"{label}导入模板.xlsx", "#") for _, label in KINDS]
    return step("upload", file=None, form=FormState({"kind": "needs"}), templates=templates, limit=20 * 1024 * 1024)


def mapping() -> dict[str, Any]:
    columns = [
        {
            "index": 0,
            "header": "企业名称",
            "samples": ["泰安澄源环保科技有限公司（示例）", "同上"],
            "field": "organization_name",
            "sure": True,
        },
        {
            "index": 1,
            "header": "难题需求题目",
            "samples": ["高盐废水防垢", "磷酸铁锂电解液"],
            "field": "title",
            "sure": True,
        },
        {"index": 2, "header": "具体描述", "samples": ["蒸发结晶时换热管结垢严重……"], "field": "problem", "sure": True},
        {
            "index": 3,
            "header": "投入（万）",
            "samples": ["约80", "300-500万元", "面议"],
            "field": "funds_text",
            "sure": False,
        },
        {"index": 4, "header": "备注2", "samples": ["已电话沟通"], "field": "", "sure": False},
    ]
    return step("mapping", columns=columns, fields=FIELDS, problems=["两列未能确定，请核对后继续。"])


def preview() -> dict[str, Any]:
    rows = [
        {
            "number": 4,
            "verdict": "taken",
            "title": "高盐废水蒸发结晶换热管防垢技术",
            "line": "泰安澄源环保科技有限公司（示例） · 泰山区",
            "remarks": ["没有信用代码，单位记为“待核实”。"],
            "warned": True,
        },
        {
            "number": 5,
            "verdict": "updated",
            "title": "磷酸铁锂电池电解液低温性能提升",
            "line": "新泰锂安新能源股份有限公司（示例） · 新泰市",
            "remarks": ["拟投入资金由 300 万元改为 300—500 万元。"],
            "warned": False,
        },
        {
            "number": 6,
            "verdict": "skipped",
            "title": "高盐废水蒸发结晶换热管防垢技术",
            "line": "泰安澄源环保科技有限公司（示例） · 泰山区",
            "remarks": ["题目和内容与第 4 行相同。"],
            "warned": False,
        },
        {
            "number": 7,
            "verdict": "taken",
            "title": "香菇酱褐变控制",
            "line": "宁阳穗禾食品有限公司（示例） · 宁阳县",
            "remarks": ["“约80”按约 80 万元读取。", "领域一栏填的是产业链，已记为产业链。"],
            "warned": True,
        },
        {
            "number": 8,
            "verdict": "unchanged",
            "title": "硬岩巷道快速掘进与支护协同工艺",
            "line": "新泰岩通矿山工程有限公司（示例） · 新泰市",
            "remarks": [],
            "warned": False,
        },
    ]
    counts = {"taken": 41, "updated": 1, "unchanged": 2, "skipped": 1, "warned": 9}
    return step("preview", counts=counts, rows=rows, shown="all", running=None, following=None)


def running() -> dict[str, Any]:
    running = {
        "title": "导入",
        "state": "running",
        "progress": 0.64,
        "stage": "已写入 27 / 42 行",
        "poll": "",
        "cancel": "/styleguide/cancel",
        "error": "",
    }
    return step("result", running=running)


def result() -> dict[str, Any]:
    return step(
        "result",
        running=None,
        refused=False,
        counts={"taken": 41, "updated": 1, "unchanged": 2, "skipped": 1},
        skipped=[{"row": 6, "title": "", "reason": "题目和内容与第 4 行相同。"}],
        warnings=[
            {"row": 7, "field": "领域", "text": "“高端化工”是产业链，不是技术领域，已记为产业链。"},
            {"row": 12, "field": "内容", "text": "只有题目没有内容，请向企业补充。"},
        ],
        list_href="/styleguide/console/needs",
        problems_href="#",
    )
