/** `ix completion`: what a shell completes after `ix`, made of the commands as they are. */
import { Argument, type Command } from 'commander';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function register(program: Command): void {
  program
    .command('completion')
    .summary('print a completion script for your shell')
    .description('Print a script that makes a shell complete commands, options and their choices.')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  source <(ix completion bash)                            in ~/.bashrc
  source <(ix completion zsh)                             in ~/.zshrc
  ix completion fish > ~/.config/fish/completions/ix.fish`,
    )
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { programFor } = await import('./commands.ts');
      const commands = [...commandsIn(await programFor(), '')];
      process.stdout.write(shell === 'fish' ? fish(commands) : `${shell === 'zsh' ? ZSH : ''}${bash(commands)}`);
    });
}

interface Completed {
  /** From the top: `/jobs/list`; '' for ix itself. */
  readonly path: string;
  readonly words: readonly string[];
  readonly flags: readonly string[];
  /** Flags with the words that may stand behind them. */
  readonly choices: readonly (readonly [flag: string, words: readonly string[]])[];
}

function* commandsIn(command: Command, path: string): Generator<Completed> {
  const options = command.options.map((option) => ({ ...option, names: [option.long, option.short].filter((flag) => flag != null) }));
  yield {
    path,
    words: [...command.commands.map((inner) => inner.name()), ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])],
    flags: [...options.flatMap(({ names }) => names), '--help'],
    choices: options.flatMap(({ names, argChoices }) => (argChoices === undefined ? [] : names.map((name) => [name, argChoices] as const))),
  };
  for (const inner of command.commands) yield* commandsIn(inner, `${path}/${inner.name()}`);
}

/** zsh reads bash's way of completing. */
const ZSH = 'autoload -U +X bashcompinit && bashcompinit\n';

/** Files where nothing else fits. */
function bash(commands: readonly Completed[]): string {
  const behindFlags = commands.flatMap(({ path, choices }) =>
    choices.map(([flag, words]) => `    '${path} ${flag}') words='${words.join(' ')}' ;;`),
  );
  return `_ix() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} path= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path/\${COMP_WORDS[i]}" in
    ${commands.flatMap(({ path }) => (path === '' ? [] : [path])).join('|')}) path+=/\${COMP_WORDS[i]} ;;
    esac
  done
  case "$path" in
${commands.map(({ path, words, flags }) => `    '${path}') words='${[...words, ...flags].join(' ')}' ;;`).join('\n')}
  esac
  case "$path $before" in
${behindFlags.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _ix ix
`;
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ path, words, flags, choices }) => {
    const names = path.split('/').filter(Boolean);
    const seen = names.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ') || '__fish_use_subcommand';
    const long = flags.filter((flag) => flag.startsWith('--'));
    return [
      ...(words.length === 0 ? [] : [`-a '${words.join(' ')}'`]),
      ...long.map((flag) => {
        const after = choices.find(([name]) => name === flag)?.[1];
        return `-l ${flag.slice(2)}${after === undefined ? '' : ` -xa '${after.join(' ')}'`}`;
      }),
    ].map((what) => `complete -c ix -n '${seen}' ${what}\n`);
  });
  return lines.join('');
}
