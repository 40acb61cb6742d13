// obverse in VS Code: it starts `obverse lsp`, which does the work, and offers three commands.
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

const COMMANDS: Record<string, string[]> = {
  build: ["build"],
  preview: ["preview", "--port", "0", "--open", "--editor", "vscode"],
  plan: ["plan"],
};
const MARKERS = new Set(["obverse.toml", "obverse.lock"]);
let client: LanguageClient | undefined;

// The setting has the scope of the machine: no workspace names a program.
function program(): string {
  return vscode.workspace.getConfiguration("obverse").get("command", "obverse");
}

async function start(): Promise<void> {
  client = new LanguageClient(
    "obverse",
    "obverse",
    { command: program(), args: ["lsp"] },
    { documentSelector: [{ scheme: "file", language: "markdown" }] },
  );
  try {
    await client.start();
  } catch {
    const hint = "pip install 'obverse[lsp]', and name the program in the setting obverse.command";
    void vscode.window.showErrorMessage(`\`${program()} lsp\` could not be started: ${hint}`);
  }
}

async function restart(): Promise<void> {
  await client?.dispose().catch(() => undefined);
  await start();
}

// The folder of the workspace that the open text is in, else its first.
function folder(open?: vscode.Uri): vscode.WorkspaceFolder | undefined {
  return (open && vscode.workspace.getWorkspaceFolder(open)) ?? vscode.workspace.workspaceFolders?.[0];
}

// The folder above the open text that is a project, within the folder of the workspace.
async function project(top: vscode.Uri, open?: vscode.Uri): Promise<vscode.Uri> {
  let at = open ? vscode.Uri.joinPath(open, "..") : top;
  while (at.path.length > top.path.length && at.path.startsWith(top.path)) {
    const entries = await vscode.workspace.fs.readDirectory(at);
    if (entries.some(([name]) => MARKERS.has(name))) return at;
    at = vscode.Uri.joinPath(at, "..");
  }
  return top;
}

// A task without a shell: no name of a folder is read as a command.
async function run(name: string, words: string[]): Promise<void> {
  const open = vscode.window.activeTextEditor?.document.uri;
  const where = folder(open);
  if (!where) {
    void vscode.window.showErrorMessage("Open the folder of a project first");
    return;
  }
  const { fsPath } = await project(where.uri, open);
  const execution = new vscode.ProcessExecution(program(), words, { cwd: fsPath });
  const task = new vscode.Task({ type: "obverse", name }, where, name, "obverse", execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  await vscode.tasks.executeTask(task);
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  for (const [name, words] of Object.entries(COMMANDS)) {
    context.subscriptions.push(vscode.commands.registerCommand(`obverse.${name}`, () => run(name, words)));
  }
  context.subscriptions.push(
    vscode.commands.registerCommand("obverse.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("obverse.command")) void restart();
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
