"""Every route that is no part of the API, asked for by every role (S1). A new route without a line here fails."""

from __future__ import annotations

from werkzeug.test import TestResponse

from matchmaker.models import Expert, Job, Need
from matchmaker.models.codes import NeedState, Role
from tests.support.accounts import add_user, sign_in_as, works_of
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.test_plan_roles import ROUTES as PLAN_ROUTES
from tests.web.pages.town import Town, address, people, town  # noqa: F401  (fixtures)

# In this order the letters of a line stand.
WHO = ("anonymous", "enterprise", "other enterprise", "liaison", "county", "other county", "city", "auditor",
       "administrator")  # fmt: skip
# "." admitted (whatever the form then says), "s" led to the sign-in, "f" refused, "n" not there for this caller.
EVERYBODY, SIGNED_IN = ".........", "s........"
READERS, OWN_READERS = "sfff.....", "sfff.n..."  # the second: of one need of 泰山区
ORGANIZERS, OWN_ORGANIZERS = "sfff...f.", "sfff.n.f."
PLANNERS = "sfffff.f."  # of the city's round
REGISTRY, KEEPERS = "sff......", "sff....f."
OWN_REGISTRY, OWN_KEEPERS = "sff......", "sff....f."
SENDER = "sfff.nnfn"  # of one uploaded file
ASKER = "sfff.n.f."  # of one job
ENTERPRISES, OWN_ENTERPRISE = "s..ffffff", "s.nffffff"
PARTIES, LIAISONS = "s...fffff", "sff.fffff"
ADMINISTRATORS = "sfffffff."
NOWHERE, STEP, REFUSED = "nnnnnnnnn", "sssssssss", "fffffffff"
ROUTES: dict[str, str] = {
    "GET /": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "GET /assets/<digest>/<path:name>": NOWHERE,  # of another build
    "POST /language": EVERYBODY,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": REFUSED,  # an empty name and password
    "GET /sign-in/code": STEP,
    "POST /sign-in/code": STEP,
    "GET /sign-in/second-factor": SIGNED_IN,
    "POST /sign-in/second-factor": "sffffffff",  # a wrong code
    "POST /sign-out": EVERYBODY,
    "GET /password-reset": EVERYBODY,
    "POST /password-reset": EVERYBODY,
    "GET /password-reset/<token>": EVERYBODY,
    "POST /password-reset/<token>": EVERYBODY,
    "GET /account": SIGNED_IN,
    "POST /account/language": SIGNED_IN,
    "GET /account/password": SIGNED_IN,
    "POST /account/password": SIGNED_IN,
    "POST /account/sessions/<int:session_id>/end": "snnnnnnnn",  # of somebody else
    "POST /account/sessions/end": SIGNED_IN,
    "GET /post": EVERYBODY,
    "POST /post": EVERYBODY,
    "POST /post/draft": ENTERPRISES,
    "POST /post/hints": EVERYBODY,
    "POST /post/preview": EVERYBODY,
    "GET /track": EVERYBODY,
    "POST /track": EVERYBODY,
    "GET /n/<token>": EVERYBODY,
    "GET /n/<token>/posted": EVERYBODY,
    "GET /n/<token>/edit": EVERYBODY,
    "POST /n/<token>/edit": EVERYBODY,
    "POST /n/<token>/approve": EVERYBODY,
    "POST /n/<token>/confirm": EVERYBODY,
    "POST /n/<token>/keep": EVERYBODY,
    "POST /n/<token>/submit": EVERYBODY,
    "POST /n/<token>/withdraw": EVERYBODY,
    "GET /n/<token>/files/<file>": NOWHERE,
    "POST /n/<token>/files/<file>/remove": EVERYBODY,  # of a need that was withdrawn above
    "GET /my/needs": ENTERPRISES,
    "GET /my/needs/<ref>": OWN_ENTERPRISE,
    "GET /my/needs/<ref>/edit": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/edit": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/approve": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/confirm": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/keep": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/share": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/submit": OWN_ENTERPRISE,
    "POST /my/needs/<ref>/withdraw": OWN_ENTERPRISE,
    "GET /my/needs/<ref>/files/<file>": "snnffffff",
    "POST /my/needs/<ref>/files/<file>/remove": OWN_ENTERPRISE,
    "GET /console/": REGISTRY,
    "GET /console/review/": ORGANIZERS,
    "POST /console/review/<ref>/decide": OWN_ORGANIZERS,
    "POST /console/review/<ref>/undo": OWN_ORGANIZERS,
    "GET /console/evidence/<ref>": OWN_READERS,
    "GET /console/partners/": READERS,
    "GET /console/partners/chain": READERS,
    "GET /console/partners/institution": READERS,
    "POST /console/partners/<ref>/decide": OWN_ORGANIZERS,
    "POST /console/partners/<ref>/undo": OWN_ORGANIZERS,
    "GET /console/themes/": READERS,
    "GET /console/coverage/": READERS,
    "POST /console/coverage/export": READERS,
    "GET /console/weights/": ADMINISTRATORS,
    "POST /console/weights/learn": ADMINISTRATORS,
    "POST /console/weights/back": ADMINISTRATORS,  # without a model
    "GET /console/suitable/": "sff.nnnnn",  # of which institution is not said; a liaison's is known
    "POST /console/suitable/export": "sff.nnnnn",
    "GET /console/intake": ORGANIZERS,
    "POST /console/intake": ORGANIZERS,
    "POST /console/intake/draft": "sfffnnnfn",  # no draft is named
    "GET /console/intake/organizations": ORGANIZERS,
    "GET /console/intake/<ref>/entered": OWN_ORGANIZERS,
    "GET /console/import/": ORGANIZERS,
    "POST /console/import/": ORGANIZERS,
    "GET /console/import/template/<kind>": ORGANIZERS,
    "GET /console/import/<job>/columns": SENDER,
    "POST /console/import/<job>/columns": SENDER,
    "GET /console/import/<job>/rows": SENDER,
    "GET /console/import/<job>/result": SENDER,
    "GET /console/import/<job>/left-out": "sfffnnnfn",  # nothing was imported yet
    "POST /console/import/<job>/run": SENDER,
    "POST /console/import/<job>/drop": SENDER,
    "GET /console/jobs/<ref>": ASKER,
    "POST /console/jobs/<ref>/cancel": ASKER,
    "GET /console/needs/": READERS,
    "POST /console/needs/export": READERS,
    "GET /console/needs/<ref>": OWN_READERS,
    "GET /console/needs/<ref>/attachments/<file>": "sfffnnnnn",
    "GET /console/needs/<ref>/edit": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/edit": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/verify": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/return": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/publish": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/close": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/reopen": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/confirm": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/public": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/match": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/link": OWN_ORGANIZERS,
    "POST /console/needs/<ref>/contact": OWN_ORGANIZERS,
    "GET /console/experts/": REGISTRY,
    "GET /console/experts/new": KEEPERS,
    "POST /console/experts/new": KEEPERS,
    "GET /console/experts/<ref>": OWN_REGISTRY,
    "GET /console/experts/<ref>/edit": OWN_KEEPERS,
    "POST /console/experts/<ref>/edit": OWN_KEEPERS,
    "POST /console/experts/<ref>/state": OWN_KEEPERS,
    "POST /console/experts/<ref>/withdraw": OWN_KEEPERS,
    "POST /console/experts/<ref>/conflicts": OWN_KEEPERS,
    "POST /console/experts/<ref>/contact": OWN_KEEPERS,
    "GET /console/achievements/": REGISTRY,
    "GET /console/achievements/new": KEEPERS,
    "POST /console/achievements/new": KEEPERS,
    "GET /console/achievements/<ref>": OWN_REGISTRY,
    "GET /console/achievements/<ref>/edit": OWN_KEEPERS,
    "POST /console/achievements/<ref>/edit": OWN_KEEPERS,
    "POST /console/achievements/<ref>/rest": OWN_KEEPERS,
    "GET /console/organizations/": REGISTRY,
    "GET /console/organizations/new": ORGANIZERS,
    "POST /console/organizations/new": ORGANIZERS,
    "GET /console/organizations/<ref>": OWN_REGISTRY,
    "GET /console/organizations/<ref>/edit": OWN_KEEPERS,
    "POST /console/organizations/<ref>/edit": OWN_KEEPERS,
    "POST /console/organizations/<ref>/verify": ORGANIZERS,
    "POST /console/organizations/<ref>/contacts/<int:number>": OWN_KEEPERS,
    "GET /console/organizations/<ref>/merge/<other>": OWN_ORGANIZERS,
    "POST /console/organizations/<ref>/merge/<other>": OWN_ORGANIZERS,
    "GET /console/personal-data/": ADMINISTRATORS,
    "POST /console/personal-data/": ADMINISTRATORS,
    "GET /console/personal-data/expert/<ref>": ADMINISTRATORS,
    "POST /console/personal-data/expert/<ref>/export": ADMINISTRATORS,
    "POST /console/personal-data/expert/<ref>/erase": ADMINISTRATORS,
    "GET /console/personal-data/contact/<ref>/<key>": ADMINISTRATORS,
    "POST /console/personal-data/contact/<ref>/<key>/export": ADMINISTRATORS,
    "POST /console/personal-data/contact/<ref>/<key>/erase": ADMINISTRATORS,
    "GET /a/<token>": EVERYBODY,
    "GET /a/<token>/calendar.ics": EVERYBODY,
    "POST /a/<token>/willingness": EVERYBODY,  # refused: the link is to a plan
    "POST /a/<token>/reply": EVERYBODY,
    "POST /a/<token>/rating": EVERYBODY,
    "POST /a/<token>/contact": NOWHERE,  # nobody has agreed yet
    "GET /my/round": PARTIES,
    "POST /my/round/willingness": PARTIES,
    "POST /my/round/reply": "snnnfffff",  # no plan is named
    "POST /my/round/rating": "s..ffffff",
    "GET /my/round/experts/<ref>": LIAISONS,
    "POST /my/round/experts/<ref>/willingness": LIAISONS,
    "POST /my/round/experts/<ref>/reply": "sffnfffff",
    "GET /console/willingness/": READERS,
    "POST /console/willingness/ask": ORGANIZERS,
    "POST /console/willingness/export": READERS,
    "GET /console/willingness/upload": ORGANIZERS,
    "POST /console/willingness/upload": ORGANIZERS,
    "POST /console/willingness/upload/apply": ORGANIZERS,
    "GET /console/willingness/<side>/<ref>": OWN_READERS,
    "POST /console/willingness/<side>/<ref>/answer": OWN_ORGANIZERS,
    "POST /console/willingness/<side>/<ref>/forget": OWN_ORGANIZERS,
    "POST /console/willingness/<side>/<ref>/conditions": OWN_ORGANIZERS,
    "POST /console/willingness/<side>/<ref>/revoke": "sfffnnnfn",  # it was not asked
    "GET /console/invitations/": READERS,
    "GET /console/invitations/<plan>": READERS,
    "POST /console/invitations/<plan>/send": ORGANIZERS,
    "GET /console/invitations/<plan>/<ref>": OWN_READERS,
    "POST /console/invitations/<plan>/<ref>/answer": OWN_ORGANIZERS,
    "POST /console/invitations/<plan>/<ref>/links": OWN_ORGANIZERS,
    "POST /console/invitations/<plan>/<ref>/revoke": OWN_ORGANIZERS,
    "GET /console/visits/": READERS,
    "GET /console/visits/new": ORGANIZERS,
    "POST /console/visits/new": ORGANIZERS,
    "GET /console/visits/<ref>": OWN_READERS,
    "POST /console/visits/<ref>/done": OWN_ORGANIZERS,
    "POST /console/visits/<ref>/missed": OWN_ORGANIZERS,
    "POST /console/visits/<ref>/findings": OWN_ORGANIZERS,
    "POST /console/visits/<ref>/tasks": OWN_ORGANIZERS,
    "POST /console/visits/<ref>/rating": OWN_ORGANIZERS,
    "POST /console/visits/<ref>/rating/ask": OWN_ORGANIZERS,
    "POST /console/visits/<ref>/outcomes": OWN_ORGANIZERS,
    "GET /console/visits/<ref>/outcomes/<outcome>/evidence": "sfffnnnnn",  # there is none
    "GET /console/follow-ups/": READERS,
    "POST /console/follow-ups/<ref>/finish": "sfffnnnfn",  # there is none
    "POST /console/follow-ups/<ref>/reopen": "sfffnnnfn",
    "GET /console/plans/": READERS,
    "GET /console/plans/new": PLANNERS,
    "POST /console/plans/new": PLANNERS,
    "GET /console/plans/<ref>": READERS,
    "GET /console/plans/<ref>/progress": READERS,
    "GET /console/plans/<ref>/compare": "sfffnnnfn",  # with which plan is not said
    "GET /console/plans/<ref>/visits/<visit>": PLANNERS,
    "GET /console/plans/<ref>/visits/<visit>/places": PLANNERS,
    "GET /console/plans/<ref>/why": "sfffffnfn",  # whom it is about is not said
    "GET /console/plans/<ref>/needs/<need>": PLANNERS,
    "GET /console/plans/<ref>/proposals": PLANNERS,
    "POST /console/plans/<ref>/stop": PLANNERS,
    "POST /console/plans/<ref>/discard": PLANNERS,
    "POST /console/plans/<ref>/publish": PLANNERS,
    "POST /console/plans/<ref>/copy": PLANNERS,
    "POST /console/plans/<ref>/check": PLANNERS,
    "POST /console/plans/<ref>/visits/<visit>/move": PLANNERS,
    "POST /console/plans/<ref>/visits/<visit>/lock": PLANNERS,
    "POST /console/plans/<ref>/visits/<visit>/unlock": PLANNERS,
    "POST /console/plans/<ref>/why": "sfffffnfn",
    "POST /console/plans/<ref>/orders": PLANNERS,
    "POST /console/plans/<ref>/orders/<order>/drop": "sfffffnfn",  # there is none
    "POST /console/plans/<ref>/proposals": PLANNERS,
    "GET /console/plans/places": PLANNERS,
    "POST /console/plans/places": PLANNERS,
    "POST /console/plans/<ref>/party-out": "sfffffnfn",  # who it is is not said
    "POST /console/plans/proposals/<proposal>/accept": PLANNERS,
    "POST /console/plans/proposals/<proposal>/refresh": PLANNERS,
    "POST /console/plans/proposals/<proposal>/dismiss": PLANNERS,
    "POST /console/plans/<ref>/visits/<visit>/forbid": PLANNERS,
    "POST /console/plans/<ref>/visits/<visit>/cancel": PLANNERS,
    "GET /console/search/": REGISTRY,
    "GET /console/audit/": READERS,
    "POST /console/audit/export": "sffffff..",
}
# Their forms are looked at before the record is.
DECIDING = {
    "POST /console/review/<ref>/decide",
    "POST /console/partners/<ref>/decide",
    "POST /console/needs/<ref>/close",
    "POST /console/needs/<ref>/reopen",
    "POST /console/needs/<ref>/public",
    "POST /console/experts/<ref>/state",
    "POST /console/experts/<ref>/withdraw",
}
SENT = {"version": "0", "verdict": "accept", "result": "solved", "note": "x", "how": "x", "state": "active"}
# They end the session that asks, so each gets one of its own.
ENDING = {"POST /sign-out", "POST /account/password"}


def ask(person: Person, route: str, path: str) -> TestResponse:
    """What is sent names a version that no record has, so that whoever is admitted changes nothing."""
    if route.startswith("GET"):
        return person.get(path)
    return person.post(f"{path}?version=0", SENT if route in DECIDING else {})


def letter(answer: TestResponse) -> str:
    if answer.status_code == 401 or str(answer.location or "").startswith("/sign-in"):
        return "s"
    return {403: "f", 404: "n"}.get(answer.status_code, "!" if answer.status_code >= 500 else ".")


def test_every_route_stands_in_the_table(office: Office) -> None:
    found = {
        f"{method} {rule.rule}"
        for rule in office.app.url_map.iter_rules()
        if not rule.rule.startswith("/api")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == set(ROUTES) | set(PLAN_ROUTES)  # the second: see test_plan_roles


def test_each_role_gets_as_far_as_the_table_says(
    office: Office,
    town: Town,  # noqa: F811
    people: dict[str, Person],  # noqa: F811
) -> None:
    found = {}
    for route in ROUTES:
        letters = []
        for who in WHO:
            person = fresh(office, people[who]) if route in ENDING else people[who]
            letters.append(letter(ask(person, route, address(route, town))))
        found[route] = "".join(letters)
    assert found == ROUTES


def fresh(office: Office, person: Person) -> Person:
    """The same person in another browser."""
    client = office.app.test_client()
    if person.user is not None:
        client.set_cookie("sign-in", sign_in_as(works_of(office.database, office.world), person.user.username).token)
    return Person(client, person.user)


def test_nobody_s_needs_and_experts_are_touched_by_being_refused(
    office: Office,
    town: Town,  # noqa: F811
) -> None:
    """The table asks with empty forms; what stands in the database afterwards is what was seeded."""
    stranger = add_user(office.database, office.world, "stranger", Role.ENTERPRISE)
    assert stranger.role is Role.ENTERPRISE
    states = office.do(lambda work: {need.ref: need.state for need in work.session.query(Need)})
    assert states[town.city.submitted] is NeedState.SUBMITTED
    assert office.do(lambda work: work.session.query(Expert).count()) == 6
    assert office.do(lambda work: work.session.query(Job).filter_by(ref=town.job).count()) == 1
