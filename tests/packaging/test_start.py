"""packaging/run.py from a first start to a killed one, without network: installers and nndesk are stubs."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec._core
import pytest


def test_the_first_start_builds_and_the_second_only_starts(checkout):
    status, out, err = checkout.run("run.py", "train", "--set", "a=b c")
    assert status == 0
    arguments, folder, python, _ = json.loads(out)
    assert arguments == ["train", "--set", "a=b c"]
    assert folder == str(checkout.root.parent)
    assert python == str(checkout.env_folder / "bin" / "python3")
    assert err.splitlines()[-1] == "run.py: the environment is ready"
    assert len(checkout.log("uv")) == 1
    assert "--require-hashes -r " in checkout.log("uv")[0]

    status, again, err = checkout.run("run.py", "train", "--set", "a=b c")
    assert (status, again, err) == (0, out, "")
    assert len(checkout.log("uv")) == 1


def test_the_exit_status_is_that_of_nndesk(checkout):
    assert checkout.run("run.py", NNDESK_STATUS="3")[0] == 3


def test_files_of_the_current_folder_do_not_hide_modules(checkout):
    (checkout.root.parent / "json.py").write_text("raise SystemExit('the wrong json')")
    assert checkout.run("run.py")[0] == 0


@pytest.mark.parametrize("name", ["requirements.txt", "environment.py"])
def test_another_lock_or_builder_makes_a_new_environment(checkout, name):
    checkout.run("run.py")
    (checkout.env_folder / "left").touch()
    with (checkout.root / "packaging" / name).open("a") as file:
        file.write("# another\n")
    assert checkout.run("run.py")[0] == 0
    assert len(checkout.log("uv")) == 2
    assert not (checkout.env_folder / "left").exists()


def test_a_moved_checkout_makes_a_new_environment(checkout):
    checkout.run("run.py")
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    status, out, _ = checkout.run("run.py")
    assert status == 0
    assert "moved" in json.loads(out)[2]
    assert len(checkout.log("uv")) == 2


def test_two_first_starts_wait_for_each_other(checkout):
    checkout.hold()
    with checkout.start("run.py") as first:
        checkout.arrived()
        with checkout.start("run.py") as second:
            assert "waiting for another start" in second.stderr.readline()
            checkout.go()
            assert first.communicate(timeout=60)[0] == second.communicate(timeout=60)[0] != ""
            assert first.returncode == second.returncode == 0
    assert len(checkout.log("uv")) == 1


def test_after_a_kill_the_next_start_waits_for_the_orphan_and_builds_anew(checkout):
    checkout.hold()
    with checkout.start("run.py") as first:
        checkout.arrived()
        first.kill()  # its installer lives on
        first.wait(timeout=60)
        assert (checkout.env_folder / "made").exists()
        with checkout.start("run.py") as second:
            assert "waiting for another start" in second.stderr.readline()
            checkout.go()
            checkout.arrived()
            checkout.go()
            second.communicate(timeout=60)
            assert second.returncode == 0
    assert len(checkout.log("uv")) == 2


def test_a_start_killed_while_it_removes_the_old_environment_leaves_no_stamp(checkout):
    checkout.run("run.py")
    stamp = (checkout.env_folder / "stamp").read_text()
    lock = checkout.root / "packaging" / "requirements.txt"
    before = lock.read_text()
    lock.write_text(before + "# another\n")
    kill = "shutil.rmtree = lambda folder: os._exit(9)"
    code = f"import environment, os, shutil; {kill}; environment.prepare(environment.RUN)"
    killed = subprocess.run(
        [sys.executable, "-c", code], cwd=lock.parent, env=checkout.variables, check=False
    )
    assert killed.returncode == 9
    lock.write_text(before)  # back to the lock of the old stamp
    assert not (checkout.env_folder / "stamp").exists()
    assert checkout.run("run.py")[0] == 0
    assert (checkout.env_folder / "stamp").read_text() == stamp
    assert len(checkout.log("uv")) == 2


@pytest.mark.slow
def test_a_first_start_prints_a_line_every_five_seconds(checkout):
    checkout.hold()
    with checkout.start("run.py") as first:
        checkout.arrived()
        while "printed while installing" not in first.stderr.readline():
            pass
        for _ in range(2):
            before = time.monotonic()
            assert "installing requirements.txt" in first.stderr.readline()
            assert time.monotonic() - before < 5
        checkout.go()
        first.communicate(timeout=60)


def test_a_failed_installation_is_a_sentence_and_the_next_start_tries_again(checkout):
    status, out, err = checkout.run("run.py", UV_STATUS="1")
    assert status == 2
    assert out == ""
    assert err.splitlines()[-1].startswith("run.py: the")
    assert "Traceback" not in err
    assert checkout.run("run.py")[0] == 0


def test_the_test_requirements_are_added_and_then_serve_both(checkout):
    checkout.run("run.py")
    (checkout.env_folder / "kept").touch()
    checkout.run("test.py", "-x")
    calls = checkout.log("uv")
    assert len(calls) == 2
    assert calls[1].endswith("requirements-test.txt")
    assert (checkout.env_folder / "kept").exists()
    checkout.run("test.py", "-x")
    checkout.run("run.py")
    assert len(checkout.log("uv")) == 2


def test_pytorch_is_added_without_hashes_and_with_what_it_needs(checkout):
    checkout.run("test.py", "-x", "--parity")
    hashed, free = checkout.log("uv")
    assert hashed.endswith(f"--no-deps --require-hashes -r {checkout.root}/packaging/requirements-test.txt")
    assert free.endswith(f"-q --only-binary :all: -r {checkout.root}/packaging/requirements-parity.txt")
    checkout.run("test.py", "-x")
    checkout.run("run.py")
    assert len(checkout.log("uv")) == 2


def test_pytorch_is_added_to_a_finished_environment(checkout):
    checkout.run("test.py", "-x")
    (checkout.env_folder / "kept").touch()
    checkout.run("test.py", "-x", "--parity")
    assert len(checkout.log("uv")) == 2
    assert checkout.log("uv")[1].endswith("requirements-parity.txt")
    assert (checkout.env_folder / "kept").exists()


def test_a_killed_addition_makes_a_new_environment(checkout):
    checkout.run("run.py")
    (checkout.env_folder / "left").touch()
    checkout.hold()
    with checkout.start("test.py") as adding:
        checkout.arrived()
        adding.kill()
        adding.wait(timeout=60)
    checkout.go()
    for name in ("arrived", "go"):
        (checkout.stubs / name).unlink()
    assert checkout.run("run.py")[0] == 0
    assert not (checkout.env_folder / "left").exists()


def test_a_missing_library_without_apt_names_the_package(checkout):
    checkout.need("libnndesk-none.so.7")
    status, out, err = checkout.run("run.py")
    assert (status, out) == (2, "")
    assert "run.py: system libraries are missing; as root: apt-get install libnndesk-none7\n" in err
    assert err.splitlines()[-1] == "run.py: nndesk cannot start without them"
    assert not (checkout.env_folder / "stamp").exists()


def test_a_missing_library_is_unpacked_in_the_environment(checkout):
    checkout.need("libnndesk-none.so.7")
    # As on Debian 13, where the package has another name.
    checkout.stub(
        "apt-get",
        '#!/bin/sh\necho "$@" >> "$STUBS/apt.log"\nfor last; do :; done\n'
        "case $last in update) exit 0;; *t64) touch $last.deb;; *) exit 100;; esac\n",
    )
    library = Path(msgspec._core.__file__)  # any that loads
    folder = "$3/usr/lib/x-linux-gnu"
    checkout.stub(
        "dpkg-deb",
        f'#!/bin/sh\nmkdir -p "{folder}" && cp "{library}" "{folder}/libnndesk-none.so.7"\n',
    )
    status, out, _ = checkout.run("run.py")
    assert status == 0
    assert json.loads(out)[3].split(":")[-1] == str(checkout.env_folder / "debian/usr/lib/x-linux-gnu")
    assert all(f"Dir::State={checkout.env_folder}/debian/apt" in call for call in checkout.log("apt"))
    assert not list(checkout.env_folder.glob("debian/*.deb"))


def test_a_checkout_that_cannot_be_written_gets_a_sentence(checkout):
    if os.geteuid() == 0:
        (checkout.root / "packaging" / ".env.lock").mkdir()  # root may write anywhere
    else:
        (checkout.root / "packaging").chmod(0o555)
    status, _, err = checkout.run("run.py")
    assert status == 2
    assert err.startswith("run.py: cannot make the environment: ")
    assert len(err.splitlines()) == 1
