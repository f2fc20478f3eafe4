"""Needs over the API: post, read, change, store under an external id."""

from __future__ import annotations

from tests.web.api.conftest import Api


def test_x(api: Api) -> None:
    r = api.post("/needs", {"title": "高盐废水零排放", "organization": {"name": "示例有限公司", "kind": "enterprise"}})
    print(r.status_code, r.headers, r.text)
    ref = r.json["ref"]
    r = api.get("/needs"); print(r.status_code, r.headers, r.text)
    r = api.get("/needs/"+ref); print(r.status_code, r.headers, r.text)
    r = api.patch("/needs/"+ref, {"title": "x", "funds_low": "1.5", "nix": 1}); print(r.status_code, r.headers, r.text)
    r = api.patch("/needs/"+ref, {"title": "x", "funds_low": "1.5"}); print(r.status_code, r.headers, r.text)
    r = api.put("/needs/by-external/ttc/n-1", {"title": "x", "organization": {"name": "示例有限公司", "kind": "enterprise"}}); print(r.status_code, r.headers, r.text)
    r = api.put("/needs/by-external/ttc/n-1", {"title": "x", "organization": {"name": "示例有限公司", "kind": "enterprise"}}); print(r.status_code, r.headers, r.text)
    r = api.get("/counts"); print(r.text)
    r = api.get("/reference"); print(r.text[:300])
    r = api.get("/reference/trl"); print(r.text[:300])
    r = api.post("/experts", {"kind":"person","name":"李示例","contact":{"mobile":"13800000000"}}); print(r.text)
    r = api.post("/achievements", {"title":"成果","expert":{"ref":r.json["ref"]}}); print(r.text)
    r = api.post("/organizations", {"kind":"enterprise","name":"y","contact":{"mobile":"13800000000"}}); print(r.text)
    r = api.get("/organizations?total=true&limit=1&kind=enterprise"); print(r.text)
    assert 0
