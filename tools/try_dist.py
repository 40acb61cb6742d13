"""Look into a wheel and an sdist, and use both where nothing of this folder can be found.

`python tools/try_dist.py dist`; with the variable TAG the version has to be the tag's.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
_BIN: Final = "Scripts" if os.name == "nt" else "bin"


def main(folder: Path) -> None:
    """Raise `ValueError` or `CalledProcessError` for the first thing that does not hold."""
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    version = wheel.name.split("-")[1]
    tag = os.environ.get("TAG") or f"v{version}"
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag} and the version {version}")
    look_into(wheel, sdist)
    with tempfile.TemporaryDirectory() as scratch:
        use_wheel(wheel, Path(scratch), version)
        use_sdist(sdist, Path(scratch))
    sys.stdout.write(f"{wheel.name} and {sdist.name} hold what they should, and work\n")


def look_into(wheel: Path, sdist: Path) -> None:
    """Compare the wheel with the package's folder, and the sdist with what git has."""
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
    about = [name for name in inside if ".dist-info/" in name]
    files = tracked()
    package = (each.removeprefix("src/") for each in files if each.startswith("src/"))
    same("the wheel", {*inside} - {*about}, package)
    if not any(name.endswith("/licenses/LICENSE") for name in about):
        raise ValueError("the wheel has no licence")
    with tarfile.open(sdist) as packed:
        names = (each.name.partition("/")[2] for each in packed if each.isfile())
        same("the sdist", {*names} - {"PKG-INFO"}, files)


def tracked() -> list[str]:
    """The files that git has, or would have after `git add --all`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=True)  # noqa: S603  # ours
    names = done.stdout.decode().split("\0")
    return [name for name in names if name and (_ROOT / name).exists()]


def same(what: str, found: Iterable[str], wanted: Iterable[str]) -> None:
    """Raise `ValueError` that names the files of which one side has none."""
    found, wanted = {*found}, {*wanted}
    if found != wanted:
        more, less = sorted(found - wanted), sorted(wanted - found)
        raise ValueError(f"{what} has {more or 'nothing'} too much and lacks {less or 'nothing'}")


def use_wheel(wheel: Path, scratch: Path, version: str) -> None:
    """Install into a bare environment, begin a project, check it and build its deck."""
    venv.create(scratch / "bare", with_pip=True)
    binaries = scratch / "bare" / _BIN
    pip = [str(binaries / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    run(*pip, "install", "--constraint", str(_ROOT / "constraints.txt"), str(wheel), cwd=scratch)
    run(*pip, "check", cwd=scratch)
    obverse = str(binaries / "obverse")
    if version not in run(obverse, "--version", cwd=scratch):
        raise ValueError(f"the command does not say that it is {version}")
    run(obverse, "new", "deck", cwd=scratch)
    run(obverse, "check", "--strict", cwd=scratch / "deck")
    run(obverse, "build", "-o", "made.apkg", cwd=scratch / "deck")
    if not zipfile.is_zipfile(scratch / "deck" / "made.apkg"):
        raise ValueError("the new project made no package")


def use_sdist(sdist: Path, scratch: Path) -> None:
    """Unpack it, and make its deck as the README says."""
    with tarfile.open(sdist) as packed:
        packed.extractall(scratch, filter="data")
    folder = scratch / sdist.name.removesuffix(".tar.gz")
    run("make", "deck", f"PYTHON={sys.executable}", cwd=folder)
    (package,) = (folder / "build").glob("*.apkg")
    if not zipfile.is_zipfile(package):
        raise ValueError("the sdist made no package")


def run(*command: str, cwd: Path) -> str:
    """What a command prints, which shows only when it fails."""
    kept = {
        name: os.environ[name] for name in os.environ if not name.startswith(("MAKE", "PYTHON"))
    }
    done = subprocess.run(  # noqa: S603  # all commands are written above
        command, cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        done.check_returncode()
    return done.stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
