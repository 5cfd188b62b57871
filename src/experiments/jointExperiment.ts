import { interceptFinding, type SizedDeviation } from '../checks/findings/interceptFinding';
import type { JointCurves } from '../checks/transfer/trainJointNet';
import type { JointLimit, JointLimitOptions } from '../limits/jointLimit';
import { type Definition, defineExperiment, type Experiment, type ParameterValues } from './experiment';
import { memberOf, stableLimitSteps } from './jointTask';
import { bordelon2025 } from './papers';

/** A task that is wrong on purpose: for the theory, or for the nets. */
interface WrongTask {
  id: string;
  doc: string;
  theory?(options: JointLimitOptions): JointLimitOptions;
  nets?(options: JointLimitOptions): JointLimitOptions;
}

interface JointExperimentDefinition extends Pick<Experiment, 'id' | 'title' | 'summary' | 'page' | 'parameters'> {
  task(values: ParameterValues): JointLimitOptions;
  wrong: readonly WrongTask[];
  law: string;
  doubt: string;
}

/** Mean deviation at infinite size, relative to the theory's loss, that counts as none. */
const MARGIN = 0.06;

/** Test and training loss of finite nets on data of their own, against their joint limit. */
export function defineJointExperiment(
  define: () => JointExperimentDefinition,
): Experiment<JointLimit, JointCurves, SizedDeviation> {
  return defineExperiment<JointLimit, JointCurves, SizedDeviation>(() => completed(define()));
}

function completed({
  task,
  wrong,
  law,
  doubt,
  ...rest
}: JointExperimentDefinition): Definition<JointLimit, JointCurves, SizedDeviation> {
  const quantities = ['test', 'training'].map((name) => ({
    name: `the mean relative deviation of the ${name} loss`,
    margin: MARGIN,
  }));
  return {
    ...rest,
    paper: bordelon2025,
    axis: 'inputs',
    expected: {
      law,
      verdict: (observations) =>
        interceptFinding(observations, { quantities, simulated: 'nets', sizeName: 'inputs', doubt }),
    },
    theorySteps: (values) => stableLimitSteps(task(values)),
    simulateSteps: (values, inputs, seed) => memberOf(task(values), inputs, seed).curvesSteps(),
    observe: (limit) => (run, size) => ({
      size,
      values: run.diverged
        ? [Number.NaN, Number.NaN]
        : [relative(run.test, limit.test), relative(run.train, limit.train)],
    }),
    wrong: wrong.map(({ id, doc, theory, nets }) => ({
      id,
      doc,
      theorySteps: theory && ((values) => stableLimitSteps(theory(task(values)))),
      simulateSteps: nets && ((values, inputs, seed) => memberOf(nets(task(values)), inputs, seed).curvesSteps()),
    })),
  };
}

/** Mean over the steps of the deviation relative to the theory, so that every step counts the same. */
function relative(curve: Float64Array, theory: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < curve.length; t++) sum += curve[t] / theory[t] - 1;
  return sum / curve.length;
}
