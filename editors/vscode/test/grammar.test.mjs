// The colours of deletions and tags, by the engine that VS Code colours with.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const { loadWASM, OnigScanner, OnigString } = require("vscode-oniguruma");
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");

const OURS = "markdown.obverse";
// What VS Code's own grammar of Markdown has to say here: a fence and code in a line.
const MARKDOWN = {
  scopeName: "text.html.markdown",
  patterns: [
    { name: "markup.fenced_code.block.markdown", begin: "^```", end: "^```" },
    { name: "markup.inline.raw.string.markdown", match: "`[^`]*`" },
    { include: "#inline" },
  ],
  repository: { inline: { patterns: [{ name: "markup.bold.markdown", match: "\\*\\*.+?\\*\\*" }] } },
};

async function tokens(text) {
  const file = (path) => readFileSync(new URL(path, import.meta.url));
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await loadWASM({ data: wasm });
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (written) => new OnigString(written),
    }),
    loadGrammar: async (scope) =>
      scope === OURS ? parseRawGrammar(file("../syntaxes/obverse.json").toString(), "obverse.json") : MARKDOWN,
    getInjections: (scope) => (scope === "text.html.markdown" ? [OURS] : undefined),
  });
  const grammar = await registry.loadGrammar("text.html.markdown");
  let stack = INITIAL;
  const found = [];
  for (const line of text.split("\n")) {
    const done = grammar.tokenizeLine(line, stack);
    stack = done.ruleStack;
    for (const each of done.tokens) {
      const name = each.scopes.filter((scope) => scope.endsWith(".obverse")).pop();
      if (name) found.push([line.slice(each.startIndex, each.endIndex), name.replace(".obverse", "")]);
    }
  }
  return found;
}

const text = "string.other.deletion", number = "constant.numeric.deletion", separator = "punctuation.separator";
const begin = ["{{c", "punctuation.definition.deletion.begin"], end = ["}}", "punctuation.definition.deletion.end"];
const colon = ["::", separator + ".deletion"];
const cases = {
  "a {{c1::lease}} b": [begin, ["1", number], colon, ["lease", text], end],
  "{{c1,2::x::hint}}": [begin, ["1,2", number], colon, ["x", text], ["::", separator + ".hint"], ["hint", "comment.hint"], end],
  "{{c2::a {{c1::b}}}}": [begin, ["2", number], colon, ["a ", text], begin, ["1", number], colon, ["b", text], end, end],
  "#law #exam/2026 #größe": [["#law", "entity.name.tag"], ["#exam/2026", "entity.name.tag"], ["#größe", "entity.name.tag"]],
  '#"c++" a#b C# #1 #include <x>': [['#"c++"', "entity.name.tag"]],
  "#card/typing #card": [["#card/typing", "keyword.other.kind"], ["#card", "keyword.other.kind"]],
  "## Heading": [],
  "{{c1::x\n\n#law": [begin, ["1", number], colon, ["x", text], ["#law", "entity.name.tag"]],
  "`{{c1::x}} #law` {{c::x}}": [],
  "```\n{{c1::x}} #law\n```": [],
};

for (const [written, wanted] of Object.entries(cases)) {
  test(written, async () => assert.deepEqual(await tokens(written), wanted));
}
