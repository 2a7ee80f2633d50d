"""The pages of a demonstration, asked over HTTP by each of its people: their software passkeys sign for them."""

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from support.browser import served
from withhold.casework.accreditation.accrediting import accredit_agency, accredit_person
from withhold.casework.instance import Instance
from withhold.casework.intake.uploading import begin_upload
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.sign_in.enrolling import (
    Registration,
    open_enrollment,
    register_with_code,
    registration_challenge,
)
from withhold.casework.sign_in.signing_in import sign_in, sign_in_challenge
from withhold.model.cases.case import State
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor
from withhold.model.occurrences import PersonAccredited
from withhold.model.people.accreditation import Agency
from withhold.model.vocabulary import Role
from withhold.records.database import close
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.sealing.keys import ReleaseKey
from withhold.web.routes import Route

OTHER = "AGY-OTHER"


@dataclass
class House:
    """A demonstration's pages, a session for everyone, and ids of what is one agency's and not the other's."""

    address: str
    tokens: dict[str, str]
    ids: dict[str, str]
    home: Path
    people: dict[str, str]
    database_url: str
    _forms: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Session cookie -> all cookies of its forms, and their token."""

    def asked(self, who: str, method: str, path: str, **form: str) -> tuple[int, dict[str, str], str]:
        """Request a page as a person: a name of `tokens`, or "" for nobody. A form is sent with their page's token."""
        cookie = f"session={self.tokens[who]}" if who else ""
        body = ""
        headers = {"Sec-Fetch-Mode": "navigate"}
        if method == "POST":
            jar, token = self._form(cookie)
            body = urlencode({"csrfmiddlewaretoken": token, **form})
            headers |= {"Cookie": jar, "Content-Type": "application/x-www-form-urlencoded"}
        elif cookie:
            headers["Cookie"] = cookie
        return self.sent(method, path, body, headers)

    def _form(self, cookie: str) -> tuple[str, str]:
        if cookie not in self._forms:
            _, headers, body = self.sent("GET", "/en/accounting", "", {"Cookie": cookie} if cookie else {})
            form = headers["set-cookie"].partition(";")[0]
            token = body.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
            self._forms[cookie] = f"{cookie}; {form}" if cookie else form, token
        return self._forms[cookie]

    def sent(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=600)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode("utf-8", "replace")
        connection.close()
        return found

    def signed(self, who: str, challenge_path: str, path: str, **form: str) -> tuple[int, dict[str, str], str]:
        """Send a form that a person's passkey signs, as the page's script does."""
        status, headers, body = self.asked(who, "POST", challenge_path, **form)
        if status != 200:
            return status, headers, body
        options = json.loads(body)
        authenticator = SoftwareAuthenticator(self.home / "sample" / "keys" / f"{self.people[who]}.passkey")
        assertion: Assertion = authenticator.sign(
            rp_id=options["domain"],
            origin="http://localhost:8000",
            challenge=base64url.decode(options["challenge"]),
            allowed=[base64url.decode(each) for each in options["allowed"]],
        )
        signed = {"passkey": json.dumps(asdict(assertion)), "terms": json.dumps(options["terms"])}
        return self.asked(who, "POST", path, **signed, **form)

    def path(self, route: Route, **changed: str) -> str:
        """An example of the route's path, about what is there, or about what is given."""
        named = {**self.ids, **changed}
        return "/" + re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: named[found[1]], route.path).replace(
            "\\", ""
        )


HOLD_SESSIONS = set(Role) - {Role.SUBJECT, Role.MACHINE}


def someone(instance: Instance, role: Role, keys: Path) -> str:
    agency = instance.people.agencies()[0].agency_id if role in (Role.SIGNER, Role.OFFICIAL) else ""
    people = instance.people.all_in_force(role, instance.now().date(), agency)
    return next(each.person_id for each in people if (keys / f"{each.person_id}.passkey").exists())


def token_of(instance: Instance, person: str, keys: Path) -> str:
    assertion = SoftwareAuthenticator(keys / f"{person}.passkey").sign(
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
        challenge=sign_in_challenge(instance),
        allowed=[base64url.decode(each.credential_id) for each in instance.people.passkeys(person)],
    )
    return sign_in(instance, assertion)


def enroll_other(instance: Instance, person: str, keys: Path) -> None:
    """A signer or official of another agency, enrolled as anybody is."""
    steward = Actor(someone(instance, Role.STEWARD, keys), Role.STEWARD)
    role = Role.SIGNER if person.startswith("SGN") else Role.OFFICIAL
    if instance.people.agency(OTHER) is None:
        accredit_agency(
            instance, steward, Agency(OTHER, "Other Bureau (fictional)", "2 Fixture Plaza", True, "None open.")
        )
    day = instance.now().date().isoformat()
    given = {"name": person, "title": "Tester", "role": role.value, "agency": OTHER, "office": "agency_head"}
    given |= {"valid_from": day, "valid_until": day, "address": ""}
    made = {}
    if role is Role.OFFICIAL:
        given |= {"office": "", "address": "2 Fixture Plaza"}
        made["sealing"] = ReleaseKey.generate(person).public.text()
    accredit_person(instance, steward, PersonAccredited(person, keys=made, passkeys=(), **given))
    code = open_enrollment(instance, steward, person)
    authenticator = SoftwareAuthenticator(keys / f"{person}.passkey")
    for _ in range(2):
        made = authenticator.register(
            rp_id=instance.configuration.passkey_domain,
            origin=instance.configuration.passkey_origin,
            challenge=registration_challenge(instance, person),
            user_handle=person.encode(),
        )
        assert (
            register_with_code(instance, code, Registration(made.client_data_json, made.attestation_object)) == person
        )


@contextmanager
def demonstration_pages(home: Path, database_url: str = "", *options: str) -> Iterator[House]:
    """Yield the pages of the demonstration at `home`, served, with everyone signed in."""
    instance = open_instance(home, Environment(database_url))
    keys = home / "sample" / "keys"
    people = {role.value: someone(instance, role, keys) for role in HOLD_SESSIONS}
    for each in ("SGN-OTHER", "OFF-OTHER"):
        enroll_other(instance, each, keys)
        people[each] = each
    tokens = {name: token_of(instance, person, keys) for name, person in people.items()}
    signer = Actor(people[Role.SIGNER.value], Role.SIGNER, instance.people.agencies()[0].agency_id)
    ids = {
        "case_id": instance.cases.in_state(State.UNDER_REVIEW)[0],
        "batch": instance.batches.list_all()[0].digest,
        "upload_id": begin_upload(instance, signer, ".csv", 100),
        "stay_id": "0" * 16,
        "row": "1",
        "name": "summary.json",
        "template": "requests.csv",
        "person": signer.person,
        "agency": signer.agency,
    }
    close(instance.alias)
    with served(home, 0, database_url, *options) as address:
        yield House(address, tokens, ids, home, people, database_url)
