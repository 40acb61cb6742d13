"""Features: what an editor may ask, and the function that answers; loaded when it is asked.

Each is a function of what is asked about (`session.About`) and the request's parameters.
"""

from typing import Any, NamedTuple

from lsprotocol import types


class Feature(NamedTuple):
    """A module of this folder, its function, and what the editor is told of it at the start."""

    module: str
    function: str
    options: Any = None


TRIGGERS = ["#", "/", "^", "[", "(", ":", "!"]  # characters after which completion is asked for
# Of deletions the sign, the text and the hint; then tags, kinds, names. Themes know these types.
TOKEN_TYPES = ["macro", "string", "comment", "decorator", "keyword", "variable"]
_ACTIONS = types.CodeActionOptions(
    code_action_kinds=[
        types.CodeActionKind.QuickFix,
        types.CodeActionKind.RefactorRewrite,
        types.CodeActionKind.SourceFixAll,
    ]
)
FEATURES: dict[str, Feature] = {
    types.TEXT_DOCUMENT_CODE_ACTION: Feature("actions", "code_actions", _ACTIONS),
    types.TEXT_DOCUMENT_COMPLETION: Feature(
        "completion", "completion", types.CompletionOptions(trigger_characters=TRIGGERS)
    ),
    types.TEXT_DOCUMENT_DEFINITION: Feature("places", "definition"),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: Feature("symbols", "document_symbols"),
    types.TEXT_DOCUMENT_FOLDING_RANGE: Feature("folding", "folding_ranges"),
    types.TEXT_DOCUMENT_HOVER: Feature("hover", "hover"),
    types.TEXT_DOCUMENT_PREPARE_RENAME: Feature("rename", "prepare_rename"),
    types.TEXT_DOCUMENT_RENAME: Feature(
        "rename", "rename", types.RenameOptions(prepare_provider=True)
    ),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: Feature(
        "tokens",
        "semantic_tokens",
        types.SemanticTokensLegend(token_types=TOKEN_TYPES, token_modifiers=[]),
    ),
    types.WORKSPACE_SYMBOL: Feature("symbols", "workspace_symbols"),
}
