"""What `autograder doctor` says, on this machine and on machines that offer less."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.sandbox import bubblewrap, doctor, landlock, levels, linux, seccomp
from autograder.sandbox.levels import IsolationUnavailable, choose_level


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine whose answers to `probe` are the entries of this dict (all levels work at first)."""
    answers = {"isolated": "", "restricted": "", "process": ""}
    monkeypatch.delenv(levels.VARIABLE, raising=False)
    for module in (levels, doctor):
        monkeypatch.setattr(module, "probe", answers.__getitem__)
    monkeypatch.setattr(landlock, "version", lambda: 4)
    monkeypatch.setattr(seccomp, "available", lambda: True)
    monkeypatch.setattr(linux, "supported", lambda: True)
    monkeypatch.setattr(bubblewrap, "programs", list)
    return answers


def finding(name: str) -> doctor.Finding:
    """The finding of this name."""
    return next(found for found in doctor.diagnose() if found.name == name)


def test_the_strongest_level_is_chosen(machine: dict[str, str]) -> None:
    """Trust adds a possibility, it never weakens."""
    assert choose_level(trust=True) == "isolated"
    machine["isolated"] = "refused"
    assert choose_level(trust=True) == "restricted"
    machine["restricted"] = "no Landlock"
    assert choose_level(trust=True) == "process"


def test_without_isolation_and_without_trust_it_refuses(machine: dict[str, str]) -> None:
    """The message has both reasons and both ways out."""
    machine.update(isolated="namespaces are refused", restricted="the kernel has no Landlock")
    with pytest.raises(IsolationUnavailable) as caught:
        choose_level()
    for words in ("namespaces are refused", "no Landlock", "autograder doctor", "--trust-submissions"):
        assert words in str(caught.value)


def test_a_level_can_be_forced(machine: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By the environment; one that does not work or does not exist is refused, never replaced."""
    monkeypatch.setenv(levels.VARIABLE, "restricted")
    assert choose_level() == "restricted"
    machine["restricted"] = "no Landlock"
    with pytest.raises(IsolationUnavailable, match="does not work here: no Landlock"):
        choose_level(trust=True)
    monkeypatch.setenv(levels.VARIABLE, "none")
    with pytest.raises(IsolationUnavailable, match="is none of isolated, restricted, process"):
        choose_level()


def test_a_machine_with_everything(machine: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every line is good, the level is named."""
    assert finding("user namespaces") == doctor.Finding("user namespaces", True, "work: tried with a confined process")
    assert doctor.main([]) == 0
    assert "Active: isolated: learner code runs in namespaces" in capsys.readouterr().out


def test_a_machine_without_namespaces(machine: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """The reason, the advice, and the weaker level that is active."""
    machine["isolated"] = "bwrap: No permissions to create new namespace"
    assert not finding("user namespaces").ok
    assert doctor.main([]) == 0
    printed = capsys.readouterr().out
    assert "--  user namespaces  bwrap: No permissions to create new namespace" in printed
    assert "→ install bubblewrap first (above)" in printed
    assert "Active: restricted" in printed


def test_a_machine_with_nothing(machine: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 1, and it says that checking one's own work goes on."""
    machine.update(isolated="needs Linux on x86_64 or aarch64", restricted="needs Linux on x86_64 or aarch64")
    assert doctor.main([]) == 1
    assert "Checking your own work needs no isolation and works here." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("setting", "value", "advice"),
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor keeps them from ordinary users"),
        ("kernel/unprivileged_userns_clone", "0", "switched off: `sudo sysctl kernel.unprivileged_userns_clone=1`"),
        ("user/max_user_namespaces", "0", "none allowed"),
        ("kernel/hostname", "x", "refused; in a container start it with"),
    ],
)
def test_the_advice_fits_the_obstacle(
    machine: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, value: str, advice: str
) -> None:
    """Each known way in which a system refuses namespaces has its own way out."""
    machine["isolated"] = "refused"
    path = tmp_path / setting
    path.parent.mkdir(parents=True)
    path.write_text(value + "\n")
    blocks = tuple((name.replace("/proc/sys", str(tmp_path)), bad, words) for name, bad, words in doctor.BLOCKS)
    monkeypatch.setattr(doctor, "BLOCKS", blocks)
    monkeypatch.setattr(bubblewrap, "programs", lambda: [Path("/bin/echo")])
    assert finding("user namespaces").advice.startswith(advice)


def test_this_machine_is_described() -> None:
    """Nothing raises, every finding has words, advice comes with what is missing."""
    findings = doctor.diagnose()
    assert [found.name for found in findings] == [
        *("Python", "bubblewrap", "user namespaces", "seccomp", "Landlock", "cores", "memory")
    ]
    assert all(found.detail and (found.ok or found.advice) for found in findings)
