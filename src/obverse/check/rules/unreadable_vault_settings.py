"""Settings of Obsidian cannot be used.

What Obsidian leaves out of a vault, and its folders of templates, are left out here too. The folder
`.obsidian` has them: `app.json`, `templates.json`, and the `data.json` of the plug-in Templater. A
file that is not JSON, is very large or leads out of the project is not read. A filter that is a
pattern is used only if it is short and repeats no groups. Name in `exclude` what is to be left out:
`exclude = ["Templates/"]`.
"""

from obverse.check.rules import Rule
from obverse.values.diagnostic import Severity

RULE = Rule("Project", Severity.WARNING)
