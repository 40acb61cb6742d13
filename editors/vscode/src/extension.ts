// Starts `obverse lsp`, and runs `build`, `preview` and `plan` for the project of the open file.

import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

const COMMANDS: Record<string, string[]> = {
  build: ['build'],
  preview: ['preview', '--open', '--port', '0'],
  plan: ['plan'],
};
const MARKERS = ['obverse.toml', 'obverse.lock'];

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const path = vscode.workspace.getConfiguration('obverse').get('path', 'obverse');
  for (const [name, words] of Object.entries(COMMANDS)) {
    const run = () => execute(path, name, words);
    context.subscriptions.push(vscode.commands.registerCommand(`obverse.${name}`, run));
  }
  const selector = [{ scheme: 'file', language: 'markdown' }];
  const server = { command: path, args: ['lsp'] };
  const client = new LanguageClient('obverse', server, { documentSelector: selector });
  context.subscriptions.push(client);
  try {
    await client.start();
  } catch (fault) {
    const help = "`pip install 'obverse[lsp]'`, or name the command in the setting obverse.path";
    void vscode.window.showErrorMessage(`\`${path} lsp\` does not start (${fault}): ${help}`);
  }
}

// The command is a program with arguments, and no shell reads them.
async function execute(path: string, name: string, words: string[]): Promise<void> {
  const document = vscode.window.activeTextEditor?.document.uri;
  const folder = document && vscode.workspace.getWorkspaceFolder(document);
  const place = folder ?? vscode.workspace.workspaceFolders?.[0];
  if (!place) {
    void vscode.window.showErrorMessage('open a folder with a project of obverse first');
    return;
  }
  const cwd = document && folder ? await project(document, folder.uri) : place.uri;
  const execution = new vscode.ProcessExecution(path, words, { cwd: cwd.fsPath });
  const kind = { type: 'process', name };
  await vscode.tasks.executeTask(new vscode.Task(kind, place, name, 'obverse', execution));
}

// The folder above a file that has a configuration or a lock, up to the folder that is open.
async function project(document: vscode.Uri, top: vscode.Uri): Promise<vscode.Uri> {
  let folder = vscode.Uri.joinPath(document, '..');
  while (folder.path.length > top.path.length) {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    if (entries.some(([name]) => MARKERS.includes(name))) {
      return folder;
    }
    folder = vscode.Uri.joinPath(folder, '..');
  }
  return top;
}
