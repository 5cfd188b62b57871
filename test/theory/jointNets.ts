/** Finite nets of the joint limit with their data, for the theory tests. */
import { type JointCurves, trainJointNet } from '../../src/checks/transfer/trainJointNet';
import type { JointLimitOptions } from '../../src/limits/jointLimit';
import { drain } from '../../src/longWork';

/** Curves of one net with so many inputs. */
export interface JointRun extends JointCurves {
  inputs: number;
}

/** `nets` nets with D inputs, each with a teacher and data of its own. */
export function jointNets(options: JointLimitOptions, inputs: number, nets: number): JointRun[] {
  return Array.from({ length: nets }, (_, k) => {
    return { inputs, ...drain(trainJointNet(options, inputs, 1000 * inputs + k).curvesSteps()) };
  });
}
