/** Names of the command lines in commandLines.ts, which loads all of the lab. */
export const commandNames = [
  ...['compare', 'check', 'limit', 'figure', 'advise', 'words', 'export', 'data', 'study', 'sweep', 'resume'],
].map((name) => `command: ${name}`);
