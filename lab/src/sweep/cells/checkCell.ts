import { checkSteps, type ParameterValues } from 'deeplinear';
import { drive } from '../../run/drive';
import type { CellConfig, CellValues } from '../cell';
import { checkValues } from '../observables/checkValues';
import { type CellTools, timedPart } from './cellTools';

/** Computes one cell with a check of the registry. */
export async function checkCell(config: CellConfig, tools: CellTools): Promise<CellValues> {
  const { experiment, parameters, wrong, observables } = config as unknown as {
    experiment: string;
    parameters: ParameterValues;
    wrong?: string;
    observables: string[];
  };
  const result = await timedPart(tools, 'net', (watch) =>
    drive(checkSteps(experiment, { parameters, wrong }), tools.signal, (fraction) => {
      watch(fraction);
      tools.onProgress(fraction);
    }),
  );
  const asked = checkValues.filter(({ name }) => observables.includes(name));
  return Object.assign({}, ...asked.map(({ values }) => values(result))) as CellValues;
}
