import { deeplinearProgram } from '../../../lab/src/program';
import type * as Library from '../../../src/index';
import { randomOf } from '../random';
import type { Finding } from '../runCase';
import { type CommandLines, commandLines } from './commandLines';
import { type Folder, filesBelow, place, scratch, traps } from './folder';
import { judgeCommand } from './judgeCommand';
import { type FolderChange, folderChange } from './mutateFolder';
import { depthOf, type WordChange, wordChange } from './mutateWords';
import { runCommand } from './runCommand';

/** Milliseconds until Ctrl-C. */
const PATIENCE = 150;

type Change = { text: string; words?: WordChange; folder?: FolderChange };

/** Command lines of one name in a working folder of their own. */
export class CommandTarget {
  private readonly scratch = scratch();
  private readonly program = deeplinearProgram(new AbortController().signal, () => {});
  private known: CommandLines | undefined;

  constructor(
    private readonly d: typeof Library,
    private readonly name: string,
  ) {}

  /** Runs a command line with words or files changed; undefined when it ended as promised. The first cases are as they are. */
  async run(
    number: number,
    { key, note }: { key: string; note?: (changes: string) => void },
  ): Promise<Finding | undefined> {
    const before = process.cwd();
    process.chdir(this.scratch.folder);
    try {
      this.known ??= await commandLines[this.name](this.d, this.scratch.folder);
      const { lines, files, damaged } = this.known;
      const random = randomOf(key, this.name, number);
      const line = number < Math.min(lines.length, 10) ? lines[number] : random.pick(lines);
      const folder: Folder = new Map([...traps, ...files]);
      const count = number < Math.min(lines.length, 10) ? 0 : random.chance(0.7) ? 1 : 2;
      const changes = Array.from({ length: count }, (): Change => {
        const ofFiles = damaged && random.chance(0.8);
        const change = ofFiles ? folderChange(random, files, damaged) : wordChange(random, this.program, line);
        return {
          text: change.text,
          ...(ofFiles ? { folder: change as FolderChange } : { words: change as WordChange }),
        };
      });
      const inWords = (list: readonly Change[]) => [line.join(' ').slice(0, 200), ...list.map(({ text }) => text)];
      note?.(inWords(changes).join('; '));
      let wrong = await this.verdict(line, folder, changes);
      if (wrong === undefined) return undefined;
      let few = changes;
      for (let i = 0; few.length > 1 && i < few.length; i++) {
        const fewer = few.filter((_, j) => j !== i);
        const still = await this.verdict(line, folder, fewer);
        if (still) [few, wrong, i] = [fewer, still, -1];
      }
      return { target: `command: ${this.name}`, number, changes: inWords(few), ...wrong };
    } finally {
      process.chdir(before);
    }
  }

  close(): void {
    this.scratch.remove();
  }

  private async verdict(
    line: readonly string[],
    folder: Folder,
    changes: readonly Change[],
  ): Promise<{ wrong: string; stack?: string } | undefined> {
    const depth = depthOf(this.program, line);
    const words = changes.reduce<readonly string[]>((now, { words: change }) => change?.apply(now) ?? now, line);
    const files = changes.reduce((now, { folder: change }) => change?.apply(now) ?? now, folder);
    place(files, this.scratch.folder);
    const { liveBytes, openWorkspaces } = this.d.runtime();
    const ended = await runCommand([...line.slice(0, depth), ...words.slice(depth)], PATIENCE);
    const stack = ended.error instanceof Error ? ended.error.stack : undefined;
    const wrong = judgeCommand(words, ended);
    if (wrong !== undefined) return { wrong, stack };
    const left = filesBelow(this.scratch.folder).find((name) => /unfinished|\.\d+$/.test(name));
    if (left !== undefined) return { wrong: `left ${left}` };
    const now = this.d.runtime();
    if (now.liveBytes !== liveBytes || now.openWorkspaces !== openWorkspaces) return { wrong: 'left memory allocated' };
    return undefined;
  }
}
