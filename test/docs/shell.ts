/** The commands in a shell block, as words: enough of a shell's grammar for the examples of the documentation. */

/**
 * Commands end at a line's end, `&&`, `|` and `>`; quotes hold words together, `\` at a line's end goes on in the next, `#` at a
 * word's start opens a comment, `$(…)` is part of a word.
 */
export function commandsIn(block: string): string[][] {
  const commands: string[][] = [[]];
  for (const [token] of block.replace(/\\\n/g, ' ').matchAll(TOKEN)) {
    if (/^(?:\n|&&|[|>])$/.test(token)) commands.push([]);
    else if (!token.startsWith('#')) commands.at(-1)?.push(token.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
  }
  return commands.filter((words) => words.length > 0);
}

const TOKEN = /\n|&&|[|>]|#[^\n]*|(?:'[^']*'|"[^"]*"|\$\([^)]*\)|[^\s'"|>#&]|(?<=\S)[#&])+/g;

/** `NAME=value` words before the program are its environment. */
export function withoutEnvironment(words: readonly string[]): readonly string[] {
  return words.slice(words.findIndex((word) => !/^[A-Z_]+=/.test(word)));
}
