"""Looks: the files that decide how the notes of a project look."""

from obverse.project.project import ADOPTED, FIELDS, MEDIA, NOTE_TYPES, Project


def looks(project: Project) -> dict[str, str]:
    """The paths by key of what decides how notes look: style, note types, what draws."""
    paths = list((project.root / NOTE_TYPES).glob("*/*"))
    if paths:
        paths += (project.content / MEDIA).glob("_*")
    paths.append(project.beside_lock(FIELDS))
    if (adopted := project.beside_lock(ADOPTED)).is_file():
        missing = project.adopted_media()[0].missing
        paths += (adopted, *(project.content / MEDIA / name for name in missing))
    if project.settings.style:
        from obverse.project import styles

        paths.append(styles.file_of(project.root, project.settings.style))
    if project.settings.diagrams:
        from obverse.project import drawing

        paths += drawing.named_files(project.root, dict(project.settings.diagrams).values())
    return {project.key_of(path): str(path) for path in paths if path.is_file()}
