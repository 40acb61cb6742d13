"""What people need to carry on is there and works: workflows, forms, hooks, a wheel's bounds."""

import re
import shlex
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

import lowest

ROOT: Final = Path(__file__).parents[1]
GITHUB: Final = ROOT / ".github"
WORKFLOWS: Final = sorted((GITHUB / "workflows").glob("*.yml"))
SCHEMAS: Final = {
    "github-workflows": WORKFLOWS,
    "github-issue-forms": [GITHUB / "ISSUE_TEMPLATE" / name for name in ("bug.yml", "idea.yml")],
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
}

# `make oldest` and nothing else installs less than all: these tools need a newer click.
needs_all = pytest.mark.skipif(
    not find_spec("check_jsonschema"), reason="only `suite` is installed"
)


def read(path: Path) -> Any:  # noqa: ANN401  # YAML
    """What a file of YAML says."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def ran(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's folder."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@needs_all
@pytest.mark.parametrize("schema", SCHEMAS)
def test_workflows_and_forms_follow_their_schema(schema: str) -> None:
    files = map(str, SCHEMAS[schema])
    done = ran(
        *(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"), *files
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_give_nobody_more_than_they_need() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    done = ran(str(zizmor), "--quiet", "--offline", "--persona", "pedantic", str(GITHUB))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_step_of_a_workflow_is_a_target_that_can_be_run_at_home(workflow: Path) -> None:
    targets = re.findall(
        r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    for job in read(workflow)["jobs"].values():
        for step in job["steps"]:
            words = shlex.split(step.get("run", ".ci/run"))
            assert words == [".ci/run"] or (words[0] == "make" and words[1] in targets), words


def test_every_python_of_the_classifiers_is_tested() -> None:
    suite = read(GITHUB / "workflows" / "test.yml")["jobs"]["suite"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [each.rpartition(" ")[2] for each in project["classifiers"] if ":: 3." in each]
    assert named == suite["strategy"]["matrix"]["python"][: len(named)]
    assert project["requires-python"] == f">={named[0]}"


@needs_all
def test_hooks_before_a_commit_run_what_is_in_the_environment() -> None:
    (ours, *_) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert ours["repo"] == "local"
    for hook in ours["hooks"]:
        program, *words = shlex.split(hook["entry"])
        verbs = [] if words[:1] and words[0].startswith("-") else words[:1]
        assert Path(program).parent == Path(".venv/bin")
        there = Path(sys.executable).with_name(Path(program).name)
        done = ran(str(there), *verbs, "--help")
        assert done.returncode == 0, hook["id"]


def test_the_oldest_versions_are_the_lower_bounds() -> None:
    project = '[project]\ndependencies = ["click>=8.2,<9", "Some_Thing>=1.5"]\n'
    tested = "click==8.5.1\nsome-thing==2\npytest==9.2.0\n"
    assert lowest.lowest(project, tested) == ["click==8.2", "pytest==9.2.0", "Some_Thing==1.5"]
    with pytest.raises(ValueError, match="no lower bound"):
        lowest.lowest('[project]\ndependencies = ["click<9"]\n', "")
