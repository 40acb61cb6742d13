"""What to say where a project has no source: mostly its configuration looks in another folder."""

from obverse.errors import ObverseError
from obverse.project.project import CONFIGURATIONS, Project


def no_sources(project: Project) -> ObverseError:
    """The error for a project without a Markdown file in its content folder."""
    message = f"there is no Markdown file in `{project.shown(project.content)}`"
    names = (name for name, _ in CONFIGURATIONS if (project.root / name).is_file())
    configuration = next(names, None)
    elsewhere = [*Project(project.root, project.settings, project.root).paths()]
    if not configuration or not elsewhere:
        return ObverseError(message, "write one, such as `deck.md`")
    tops = {path.partition("/")[0] if "/" in path else "." for path in elsewhere}
    folder = tops.pop() if len(tops) == 1 else "."
    message += f", where `{configuration}` looks for them, but there is `{elsewhere[0]}`"
    return ObverseError(message, f'write `content = "{folder}"` in `{configuration}`')
