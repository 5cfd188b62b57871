/** The numbers that say which limit describes a net. */
export interface RegimeNumbers {
  /** γ0, 1/√N_L for NTK and standard parameterization. */
  gamma0: number;
  /** γ0√D‖Beta_T‖ over the initial scale √prior: how far training moves the tangent kernel. */
  richness: number;
  /** Σ 1/N_l over the hidden layers. */
  depthPerWidth: number;
  /** Width of the narrowest hidden layer over D. */
  widthPerInput: number;
  /** The same over the effective number of inputs (tr Sxx)²/tr Sxx². */
  widthPerEffectiveInput: number;
  /** P/D; undefined where the number of samples is not known. */
  samplesPerInput?: number;
  /** η λ: learning rate times the largest eigenvalue of the expected tangent kernel; 2 at the critical rate. */
  lrTimesSharpness: number;
}

export type RegimeId = 'divergent' | 'catapult' | 'proportional' | 'data-limited' | 'lazy' | 'rich';

/** One row of the table of regimes: when a net is in it, why there, and which theory then describes it. */
export interface RegimeRule {
  /** Which regime. */
  id: RegimeId;
  /** The condition in words, thresholds included. */
  when: string;
  /** Whether a net with these numbers is in it. */
  holds(numbers: RegimeNumbers): boolean;
  /** What the thresholds rest on. */
  source: string;
  /** Functions of the library that describe a net there. */
  use: readonly string[];
  /** Page of the documentation about it, such as 'limits/lazy.md'. */
  page: string;
}

/** The tangent kernel at initialization spreads by about √(4α/3), 37 % at α = Σ 1/N_l = 0.1. */
const DEEP = 0.1;
/** From ν = 4 on the best learning rate of muP nets is that of infinite width. */
const WIDE = 4;
/** Test loss over training loss of least squares is (1 − D/P)^−2: 1.23 at P = 10 D. */
const MANY = 10;
/** The kernel moves by √(1 + r²) − 1: 4 % at r = 0.3. */
const LAZY = 0.3;

/**
 * The regimes, the one that decides most first. `advise` names the first that holds, and lists all.
 * docs/which-limit.md prints this table.
 */
export const regimeTable: readonly RegimeRule[] = [
  {
    id: 'divergent',
    when: 'ηλ > 4',
    holds: ({ lrTimesSharpness }) => lrTimesSharpness > 4,
    source:
      'exact for one sample and one hidden layer (Lewkowycz et al. 2020, arXiv:2003.02218); deeper nets: half diverge between 4 and 5',
    use: ['catapult'],
    page: 'limits/catapult.md',
  },
  {
    id: 'catapult',
    when: '2 < ηλ ≤ 4',
    holds: ({ lrTimesSharpness }) => lrTimesSharpness > 2,
    source: 'the loss grows until the tangent kernel has shrunk (Lewkowycz et al. 2020, arXiv:2003.02218)',
    use: ['catapult'],
    page: 'limits/catapult.md',
  },
  {
    id: 'proportional',
    when: `Σ 1/N_l ≥ ${DEEP}, or less than ${WIDE} neurons for each effective input`,
    holds: ({ depthPerWidth, widthPerEffectiveInput }) => depthPerWidth >= DEEP || widthPerEffectiveInput < WIDE,
    source:
      'the tangent kernel at initialization spreads by about √(4α/3) with α = Σ 1/N_l, 37 % at 0.1 (docs/limits/proportional-limit.md); with 4 neurons an input the best rate is that of infinite width (docs/limits/learning-rate-transfer.md)',
    use: ['jointLimit', 'proportionalLimit', 'finiteWidthPrior'],
    page: 'limits/joint-limit.md',
  },
  {
    id: 'data-limited',
    when: `P/D < ${MANY}`,
    holds: ({ samplesPerInput }) => samplesPerInput !== undefined && samplesPerInput < MANY,
    source:
      'least squares on P Gaussian samples: test over training loss (1 − D/P)^−2 at convergence, 1.23 at P = 10 D',
    use: ['jointLimit', 'minimumNorm'],
    page: 'limits/joint-limit.md',
  },
  {
    id: 'lazy',
    when: `γ0√D‖Beta‖ < ${LAZY}`,
    holds: ({ richness }) => richness < LAZY,
    source:
      'the kernel moves by √(1 + γ0²f²) − 1 with one hidden layer (Bordelon & Pehlevan 2022, arXiv:2210.02157, eq. 7): less than 5 %',
    use: ['lazyLimit', 'ntkPredictor'],
    page: 'limits/lazy.md',
  },
  {
    id: 'rich',
    when: `γ0√D‖Beta‖ ≥ ${LAZY}`,
    holds: ({ richness }) => richness >= LAZY,
    source: 'as above: features move',
    use: ['infiniteWidth', 'infiniteDepth'],
    page: 'infinite-width.md',
  },
];
