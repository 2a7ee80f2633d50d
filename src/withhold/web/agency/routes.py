"""Routes of the agency's pages."""

from withhold.model.vocabulary import Role
from withhold.web.agency import cases, filing, outcomes, request_form
from withhold.web.routes import Route

_SIGNER = frozenset({Role.SIGNER})
_OFFICIAL = frozenset({Role.OFFICIAL})
_PARTIES = _SIGNER | _OFFICIAL

_UPLOAD = r"agency/uploads/(?P<upload_id>[0-9a-f]{32})"
_BATCH = r"agency/batches/(?P<batch>[0-9a-f]{64})"
_CASE = r"agency/cases/(?P<case_id>[0-9a-f]{16}-\d{1,9})"

ROUTES = (
    Route("agency", outcomes.overview, _PARTIES, title="My requests"),
    Route("agency/request", request_form.form, _SIGNER, ("GET", "POST"), title="One request"),
    Route("agency/request/check", request_form.check, _SIGNER, ("POST",)),
    Route("agency/upload", filing.choose, _SIGNER, title="A file of requests"),
    Route("agency/uploads", filing.begin, _SIGNER, ("POST",)),
    Route(_UPLOAD, filing.upload, _SIGNER),
    Route(f"{_UPLOAD}/state", filing.state, _SIGNER),
    Route(f"{_UPLOAD}/parts", filing.part, _SIGNER, ("POST",)),
    Route(f"{_UPLOAD}/challenge", filing.challenge, _SIGNER, ("POST",)),
    Route(f"{_UPLOAD}/sign", filing.sign, _SIGNER, ("POST",)),
    Route(f"{_UPLOAD}/discard", filing.discard, _SIGNER, ("POST",)),
    Route(_BATCH, outcomes.batch, _SIGNER),
    Route(rf"{_BATCH}/(?P<name>[a-z]+\.[a-z]+)", outcomes.answer_file, _SIGNER),
    Route(rf"{_BATCH}/rows/(?P<row>\d{{1,9}})/correct", request_form.correct, _SIGNER),
    Route(_CASE, cases.case, _PARTIES),
    Route(f"{_CASE}/receipts.zip", cases.receipts, _PARTIES),
    Route(f"{_CASE}/withdraw/challenge", cases.withdraw_options, _SIGNER, ("POST",)),
    Route(f"{_CASE}/withdraw", cases.withdraw, _SIGNER, ("POST",)),
    Route(f"{_CASE}/retrieve/challenge", cases.retrieve_options, _OFFICIAL, ("POST",)),
    Route(f"{_CASE}/retrieve", cases.retrieve_now, _OFFICIAL, ("POST",)),
    Route(f"{_CASE}/dispose/challenge", cases.dispose_options, _OFFICIAL, ("POST",)),
    Route(f"{_CASE}/dispose", cases.dispose, _OFFICIAL, ("POST",)),
)
