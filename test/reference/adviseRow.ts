import { adviseTask } from '../../src/checks/advice/adviseTask';
import { type Advice, advise } from '../../src/checks/advise';
import { adviseCase, finalLosses, fineGrid, geometricMean } from './adviseCases';

/** How good the advice on one case was. */
export interface AdviseRow {
  k: number;
  name: string;
  regime: Advice['regime'];
  /** Rates over the critical one: advised, best for the first net, best for the geometric mean of all nets. */
  advised: number;
  bestSingle: number;
  bestTypical: number;
  /** Final loss at the advised rate over the best of the grid, and whether it is at most 1.1 or the loss 1e-4 of the initial one. */
  ratioSingle: number;
  ratioTypical: number;
  fairSingle: boolean;
  fairTypical: boolean;
  /** Final losses of the nets at the advised rate, and the band, over the initial loss. */
  losses: number[];
  low: number;
  high: number;
  /** For every net −1 below the band, 0 inside, 1 above; nothing where the loss is the least possible one to rounding. */
  places: number[];
  /** Seconds of one core that the advice took. */
  seconds: number;
}

/** Seeds of the nets; the advisor's own are others. */
const NETS = [1000, 1001, 1002, 1003, 1004, 1005];
const FAIR = 1.1;
const SOLVED = 1e-4;
/** Losses nearer than this share of the initial one to the least possible one are rounding. */
const ROUNDING = 1e-12;

/** Asks for advice on case k of a seed, trains nets at the advised rate and on a fine grid. */
export function adviseRow(seed: number, k: number): AdviseRow {
  const question = adviseCase(seed, k);
  const { moments, spec, steps, name } = question;
  const started = process.cpuUsage();
  const advice = advise({ moments, spec, steps, transferTo: false });
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  const { data, criticalLr } = adviseTask({ moments, spec, steps });
  // the weights of a seed are others in float64: rates are compared on the very same nets
  const nets = finalLosses(question, NETS, 'float32');
  const { single, typical } = fineGrid(nets, criticalLr);
  const advised = nets.map((loss) => loss(advice.bestLr));
  const losses = finalLosses(question, NETS, 'float64').map((loss) => loss(advice.bestLr));
  const { initialLoss, leastLoss } = data;
  const fair = (loss: number, best: number) => loss <= Math.max(FAIR * best, SOLVED * initialLoss);
  const low = advice.finiteWidthError.low[steps];
  const high = advice.finiteWidthError.high[steps];
  return {
    k,
    name,
    regime: advice.regime,
    advised: advice.bestLr / criticalLr,
    bestSingle: single.lr / criticalLr,
    bestTypical: typical.lr / criticalLr,
    ratioSingle: advised[0] / single.loss,
    ratioTypical: geometricMean(advised) / typical.loss,
    fairSingle: fair(advised[0], single.loss),
    fairTypical: fair(geometricMean(advised), typical.loss),
    losses: losses.map((loss) => loss / initialLoss),
    low: low / initialLoss,
    high: high / initialLoss,
    places: losses
      .filter((loss) => Math.abs(loss - leastLoss) > ROUNDING * initialLoss)
      .map((loss) => (loss < low ? -1 : loss > high ? 1 : 0)),
    seconds,
  };
}
