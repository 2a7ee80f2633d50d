"""The gateway's policy on tax filers whom nobody here made up. Where pseudopeople is not installed, a run says so."""

from datetime import date
from typing import Any

from support.extras import SIMULATED
from withhold.studies.extras import EXTRAS
from withhold.studies.trial.study import trial

COVERS = ("withhold.studies.extras", "withhold.studies.trial.study")

TODAY = date(2026, 3, 2)


def tried(noise: float) -> dict[str, Any]:
    return trial("pseudopeople", requests=1, seed=2, noise=noise, today=TODAY, progress=lambda *_: None)


def test_evidence_simulated_people_are_an_extra_of_their_own() -> None:
    assert "pseudopeople" in EXTRAS["pseudopeople"]
    assert "pseudopeople" not in EXTRAS["evidence"]


if SIMULATED:

    def test_evidence_no_simulated_filer_is_taken_for_another() -> None:
        found = tried(1.0)
        gateway = found["policies"]["gateway"]
        assert gateway["wrong"]["count"] == 0
        assert gateway["disclosures"] > 1_000
        assert gateway["recall"]["share"] > 0.5
        assert found["policies"]["tin"]["wrong"]["count"] > 20
        assert found["policies"]["last_name_street"]["wrong"]["count"] > 200

    def test_evidence_no_simulated_filer_is_taken_for_another_with_five_times_the_slips() -> None:
        found = tried(5.0)
        assert found["policies"]["gateway"]["wrong"]["count"] == 0
        assert found["policies"]["gateway"]["disclosures"] > 100
        assert found["held_back"]["several"] > 100
