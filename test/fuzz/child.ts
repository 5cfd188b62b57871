/** The process in which cases run: it may hang or die, and its parent sees at which case. */
import { openSync, writeSync } from 'node:fs';
import * as d from '../../src/index';
import type { Job, Report } from './job';
import { share } from './share';
import { becomeSmall } from './smallMachine';
import { Targets } from './targets';
import { watched } from './unchanged';

const progress = openSync(process.argv[2], 'w');
const send = (report: Report) => process.send?.(report);
const note = (target: string, number: number, changes = '') =>
  writeSync(progress, `${target}\n${number}\n${changes}`.slice(0, 300).padEnd(300), 0);

const changed = watched(d);
becomeSmall();
const targets = new Targets(d);

process.on('message', async ({ name, from: first, cases, key, after }: Job) => {
  let skip = after !== undefined;
  note(`${name} (recording)`, 0);
  for (const target of await targets.of(name)) {
    const start = process.cpuUsage();
    const end = first + share(target.path, cases);
    let number = first;
    if (skip) {
      if (target.path !== after?.target) continue;
      skip = false;
      number = after.number + 1;
    }
    const from = number;
    for (; number < end; number++) {
      const finding = await target.run(number, {
        key,
        note: (changes) => note(target.path, number, changes),
      });
      if (finding) send({ type: 'finding', finding });
      if (number % 100 !== 99 && number !== end - 1) continue;
      const wrong = changed();
      if (wrong)
        send({
          type: 'finding',
          finding: { target: target.path, number, changes: ['one of the last 100 cases'], wrong },
        });
    }
    target.close?.();
    const { user, system } = process.cpuUsage(start);
    send({ type: 'target', target: target.path, cases: number - from, seconds: (user + system) / 1e6 });
  }
  send({ type: 'done' });
});

send({ type: 'ready', names: targets.names });
