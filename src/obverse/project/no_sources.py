"""What to say where a project has no source: mostly its configuration looks in another folder."""

from collections import Counter

from obverse.errors import ObverseError
from obverse.project import left_out
from obverse.project.project import CONFIGURATIONS, Project
from obverse.project.tables_there import tables_there


def no_sources(project: Project) -> ObverseError:
    """The error for a project without a Markdown file in its content folder."""
    where = " or ".join(f"`{project.shown(each)}`" for each in project.contents)
    message = f"there is no Markdown file in {where}"
    names = (name for name, _ in CONFIGURATIONS if (project.root / name).is_file())
    configuration = next(names, None)
    start = "" if configuration else "; `obverse new` starts a project, with a sample deck"
    if reasons := _reasons(project):
        hint = "name the folder or the file in `include`, or change what leaves it out"
        return ObverseError(f"{message} that is not left out: {reasons}", f"{hint}{start}")
    anywhere = project.settings._replace(content=".")
    elsewhere = [*Project(project.root, anywhere, project.root).paths()]
    if not configuration or not elsewhere:
        if tables := tables_there(project):
            hint = (
                f'if its rows are cards, add `[tables."{tables[0]}"]` to `{CONFIGURATIONS[0][0]}`'
            )
            return ObverseError(f"{message}, and `{tables[0]}` is a table that is not named", hint)
        return ObverseError(message, f"write one, such as `deck.md`{start}")
    tops = {path.partition("/")[0] if "/" in path else "." for path in elsewhere}
    folder = tops.pop() if len(tops) == 1 else "."
    message += f", where `{configuration}` looks for them, but there is `{elsewhere[0]}`"
    return ObverseError(message, f'write `content = "{folder}"` in `{configuration}`')


def _reasons(project: Project) -> str:
    """How many files are left out for which reason, if any are."""
    reasons = Counter(each.reason for each in project.find_sources().left_out)
    counted = {each: number for each, number in reasons.items() if left_out.is_counted(each)}
    return ", ".join(f"{number:,} {reason}" for reason, number in counted.items())
