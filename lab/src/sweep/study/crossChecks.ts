import type { Plain } from '../cell';
import { observables } from '../observables/registry';
import type { NetCell } from './netCellSchema';
import { type Path, type Problem, shown } from './problem';

/** What no schema of a single value can say: parts of a cell that do not fit each other. */
export function crossChecks(cell: NetCell): Problem[] {
  return [...netProblems(cell), ...trainerProblems(cell), ...limitProblems(cell), ...observableProblems(cell)];
}

function netProblems({ net }: NetCell): Problem[] {
  const { hidden, width, parameterization, gamma0, residual } = net;
  const problems: Problem[] = [];
  if (Array.isArray(width)) {
    if (width.length !== hidden)
      problems.push(expected(['net', 'width'], `${hidden} widths, one per hidden layer`, width));
    else if (residual !== false && width.some((one) => one !== width[0])) {
      problems.push(expected(['net', 'width'], 'equal widths with residual', width));
    }
  }
  if (gamma0 !== undefined && parameterization !== 'muP') {
    problems.push(
      expected(['net', 'gamma0'], `none with parameterization ${parameterization}, which fixes it`, gamma0),
    );
  }
  return problems;
}

function trainerProblems({ trainer, data }: NetCell): Problem[] {
  const { lr, schedule, steps, batch } = trainer;
  const problems: Problem[] = [];
  if (lr === undefined && schedule === undefined)
    problems.push(expected(['trainer', 'lr'], 'a learning rate, or a schedule', lr));
  if (lr !== undefined && schedule !== undefined)
    problems.push(expected(['trainer', 'schedule'], 'none beside lr', schedule));
  if (schedule !== undefined && schedule.length !== steps) {
    problems.push({
      path: ['trainer', 'schedule'],
      text: `expected ${steps} learning rates, one per step, got ${schedule.length}`,
    });
  }
  if (batch !== 'full' && batch.order === 'epochs' && data.source === 'synthetic' && data.samples === undefined) {
    problems.push(expected(['data', 'samples'], 'a number of samples for mini-batches in epochs', undefined));
  }
  return problems;
}

function limitProblems({ limit, net, trainer, data }: NetCell): Problem[] {
  if (!limit) return [];
  const { kind } = limit;
  const path: Path = ['limit', 'kind'];
  const refuse = (what: string) => [expected(path, what, kind)];
  if (net.parameterization === 'standard') return refuse('no limit with parameterization standard');
  if (net.init !== 'gaussian') return refuse('no limit with init orthogonal');
  if (kind === 'twoLayerAnyWidth' && net.hidden !== 1) return refuse('another limit with hidden above 1');
  if (kind === 'infiniteDepth' && (net.residual === false || hasBranch(net.residual))) {
    return refuse('another limit without residual: { beta0 }');
  }
  if (kind === 'jointLimit' && (data.source !== 'synthetic' || !isFlat(data.spectrum))) {
    return refuse('another limit for data other than synthetic with the isotropic spectrum');
  }
  if (kind !== 'jointLimit' && trainer.batch !== 'full') return refuse('jointLimit, or none, with mini-batches');
  if (kind === 'jointLimit' && trainer.batch !== 'full' && trainer.batch.order !== 'onePass') {
    return refuse('none with mini-batches in epochs');
  }
  return [];
}

function hasBranch(residual: NetCell['net']['residual']): boolean {
  return typeof residual === 'object' && 'branch' in residual;
}

function isFlat(spectrum: unknown): boolean {
  return spectrum === 'isotropic';
}

function observableProblems({ observables: asked, limit, data, trainer }: NetCell): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [i, entry] of asked.entries()) {
    const path = ['observables', i];
    const names = typeof entry === 'string' ? [entry] : Object.keys(entry);
    if (names.length !== 1) {
      problems.push({ path, text: `expected one observable an entry, got ${names.length}` });
      continue;
    }
    const [name] = names;
    const { needs } = observables.find((one) => one.name === name)!;
    if (seen.has(name)) problems.push({ path, text: `expected every observable once, got ${name} twice` });
    seen.add(name);
    if (needs.includes('limit') && !limit)
      problems.push({ path, text: `expected a limit in the study for ${name}, got none` });
    if (needs.includes('score') && data.source === 'synthetic') {
      problems.push({ path, text: `expected data of mnist, csv or arrays for ${name}, got synthetic` });
    }
    const options = typeof entry === 'string' ? {} : (entry[name] as { quantity?: string; at?: readonly number[] });
    const { quantity, at = [] } = options;
    const beyond = at.findIndex((step) => step > trainer.steps);
    if (beyond >= 0)
      problems.push(
        expected([...path, name, 'at', beyond], `a step up to trainer.steps, ${trainer.steps}`, at[beyond]),
      );
    const joint = limit?.kind === 'jointLimit';
    if (name === 'limitDistance' && joint && !/oss$/.test(quantity ?? '')) {
      problems.push({
        path,
        text: `expected quantity loss or testLoss with the joint limit, got ${quantity ?? 'outputs'}`,
      });
    }
    if (limit && !joint && (/LimitTestLoss|limitTestLoss/.test(name) || quantity === 'testLoss')) {
      problems.push({ path, text: `expected the joint limit for test losses of a limit, got ${limit.kind}` });
    }
  }
  return problems;
}

function expected(path: Path, what: string, got: Plain | undefined): Problem {
  return { path, text: `expected ${what}, got ${shown(got)}` };
}
