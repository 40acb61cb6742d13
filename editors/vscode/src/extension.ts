// obverse in VS Code: it starts `obverse lsp`, which does the work, and offers three commands.
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

const COMMANDS: Record<string, string[]> = {
  build: ["build"],
  preview: ["preview", "--port", "0", "--open", "--editor", "vscode"],
  plan: ["plan"],
};
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

// The folder of the text that is open, else the first of the workspace.
function folder(): vscode.WorkspaceFolder | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  return (open && vscode.workspace.getWorkspaceFolder(open)) ?? vscode.workspace.workspaceFolders?.[0];
}

// A task without a shell: no name of a folder is read as a command.
async function run(name: string, words: string[]): Promise<void> {
  const where = folder();
  if (!where) {
    void vscode.window.showErrorMessage("Open the folder of a project first");
    return;
  }
  const execution = new vscode.ProcessExecution(program(), words, { cwd: where.uri.fsPath });
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
