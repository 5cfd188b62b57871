import type { Dtype } from '../src/matrix';

const eps: Record<Dtype, number> = { float64: 2 ** -52, float32: 2 ** -23 };

/**
 * The one table of rounding tolerances (dtype × operation × size), relative to the natural scale of the result:
 * products to the product of absolute values, trained weights to the largest weight.
 */
export const tolerance = {
  /** Entry of a product with inner size k, relative to |A||B|. */
  product: (dtype: Dtype, k: number) => (k + 4) * eps[dtype],
  /** Outputs of a net in another order of sums, relative to the same of absolute values: a product per layer and its scalings. */
  onnx: (dtype: Dtype, fanIns: readonly number[]) => fanIns.reduce((sum, k) => sum + k + 4, 4) * eps[dtype],
  /** Weights after some steps of stable training against plain back-propagation, relative to the largest weight. */
  trained: (dtype: Dtype, steps: number) => 16 * (steps + 1) * eps[dtype],
  /** Losses of such a run, relative to ½ mean‖y‖². */
  trainedLoss: (dtype: Dtype, steps: number) => 16 * (steps + 1) * eps[dtype],
  /** Central differences of the loss with a step of 1e-5, relative to the largest gradient. */
  centralDifference: 1e-8,
  /** A few steps of the linearized net by central differences in the weights with a step of 1e-4, for maps of order one: h² and rounding/h. */
  linearized: 1e-6,
  /** First-order change of the outputs in a step with lr = 1e-7, relative: the next order and the rounding of the difference. */
  smallStep: 1e-5,
  /** Largest Hessian eigenvalue from central differences of the gradient, relative. */
  hessianByDifferences: 1e-7,
  /** Predictors of gradientFlow with this tolerance, for some units of time, relative to predictors of order one. */
  gradientFlow: (stepError: number) => 10 * stepError,
  /** What gradientFlow conserves, relative to the matrices it is made of: some dozens of steps, each of this error. */
  conserved: (stepError: number) => 100 * stepError,
  /** Error of gradient descent against gradient flow halves with the step: distance of the ratio from 2. */
  firstOrder: 0.02,
  /** Exponent of an error that falls as 1/N between widths N and 2N: the next order still shows. */
  firstOrderInWidth: 0.1,
  /** Special functions against tabulated values, relative (to 1 at least where a zero is inside their range). */
  special: 1e-13,
  /** Arctangents from a table of Taylor series against Math.atan2, relative. */
  arctangent: 1e-15,
  /** A tabulated maximum over grid points against the maximum of the curve, relative (it is never above). */
  tabulatedMaximum: 5e-5,
  /** Deterministic limits against tabulated values (the table's own digits and the solver's rounding). */
  limit: 1e-9,
  /** Mean-field quantities against a table that was made with a Gauss–Hermite rule of about 100 nodes, relative. */
  meanField: 1e-8,
  /** Adaptive quadrature of expectations of one Gaussian against closed forms, relative. */
  gaussianMoment: 1e-12,
  /** Loss computed from moments, relative to ½ mean‖y‖²: what subtracting the explained part costs. */
  momentLoss: 16 * eps.float64,
  /** Richardson extrapolation in the step size h of a limit, absolute, for curves of order one. */
  stepSquared: (h: number) => 2 * h ** 2,
  /** Estimated error of a gradient flow from steps of some hundredths, absolute, for predictors of order one. */
  flowEstimate: 1e-6,
  /** Langevin equilibrium reached with steps of 0.1 against the static theory, absolute, for outputs of order one: O(step²). */
  equilibrium: 1e-4,
  /** Solutions of gradient flow against tabulated ones of an integrator, absolute, for maps of order one. */
  flowTable: 1e-8,
  /** Solutions of gradient flow integrated or in closed form against each other, relative to maps of order one. */
  flow: 1e-11,
  /** Exponent of the peak output of a catapult in the width: the growth comes in whole steps. */
  peakExponent: 0.03,
  /** The same of 24 deeper nets of four widths of hundreds: without growth the peak is the random initial output. */
  peakExponentOfDeepNets: 0.2,
  /** Relative change of the tangent kernel of nets of width 128 below the catapult. */
  lazyKernel: 0.1,
  /** Share of 24 nets whose fate the phase does not decide. */
  undecided: 0.1,
  /** Numbers quoted with four decimals. */
  fourDecimals: 6e-5,
  /** What two extrapolations in 1/L leave of a limit at depths L, 2L and 4L, relative. */
  depthCubed: (L: number) => L ** -3,
  /** Quadrature of a smooth density by some hundreds of points, absolute. */
  quadrature: 1e-6,
  /** Distance of the distribution function of N singular values from its limit: they are rigid, O(log N/N). */
  rigidity: (n: number) => (2 * Math.log(n)) / n,
  /** Estimated error of the joint limit at infinite depth, absolute, for losses of order one and β0 < 1. */
  infiniteDepth: 1e-5,
  /** Median loss of some dozens of nets with 120 to 200 inputs against the joint limit, relative, below the optimal rate: O(1/D) and chance. */
  finiteTransfer: 0.15,
  /** Balanced power-law flow with steps of relative error 1e-9 against a flow of order 5, relative: some thousand steps. */
  balancedFlow: 1e-5,
  /** Local exponent of power-law flow after some decades against the asymptotic one. */
  powerLawExponent: 2e-3,
  /** Normal draw against the same draw in double arithmetic, relative to the radius of its pair. */
  normal: (dtype: Dtype) => 2 * eps[dtype],
  /** Products of reflectors on n entries, and distance of QᵀQ from the identity: relative to the norms. */
  orthogonal: (n: number) => 4 * (n + 4) * eps.float64,
  /** Linear recursion of scalars over some steps, relative to 1 + the result. */
  recursion: (steps: number) => 16 * (steps + 1) * eps.float64,
  /** Norms that column pivoting compares: downdated ones may have lost half their digits. */
  pivotNorm: 1e-6,
  /** Second moment of n samples against a plain sum, relative to the mean of absolute products. */
  moment: (n: number) => (n + 8) * eps.float64,
  /** Residual or loss of orthogonality of a factorization, in units of n·eps·‖a‖: the published bound of this library. */
  backwardError: 50,
  /** Square of the square root, powers of powers: in units of n·eps·‖result‖. */
  matrixFunction: 50,
  /** Product of factors of an n×n matrix of subnormal numbers, in multiples of the least of them. */
  subnormal: (n: number) => 4 * n,
  /** Singular value of a bidiagonal matrix by QR iteration, relative to itself however small (entries are dropped at 98 ε/2). */
  bidiagonalValue: 100 * eps.float64,
  /** Penrose's conditions, relative, for sizes up to n and this ratio of the extreme singular values that count. */
  pseudoInverse: (n: number, condition: number) => 8 * n * condition * eps.float64,
  /** A 100-node Gauss–Hermite rule on erf, GELU and sin of variances up to 1, relative to the largest entry. */
  hermiteRule: 1e-8,
  /** Exponent of a distance in the width from four widths and 40 to 60 nets each: its 99 % interval is about as wide. */
  widthExponent: 0.1,
  /** Exponent of an exact distance that falls as 1/N, and its constant, from widths 48 to 384: the next order in 1/N. */
  exactWidthExponent: 0.01,
  /** Decay rates of deep kernels against 1/ξ at depths of 15 to 20 layers, relative. */
  depthScale: 0.03,
  /** The same of a dozen nets of width 128, 4 to 12 layers deep: O(L/N) and chance. */
  depthScaleOfNets: 0.2,
  /** Condition number of critical kernels 100 layers deep against that of infinitely deep ones, relative: O(1/log L). */
  criticalConditionNumber: 0.03,
  /** Quadrature of the static kernels, relative to the largest entry, after some layers. */
  staticQuadrature: 1e-11,
  /** The same with derivatives by differences. */
  numericalDerivative: 1e-8,
  /** Solutions of systems of this condition number, relative. */
  conditioned: (condition: number) => 64 * condition * eps.float64,
  /** p-value of a small sample against tables of critical values with three to five digits, relative. */
  smallSampleP: 0.05,
  /** Exponent of a population distance over widths 16 to 512 against the tabulated one. */
  populationSlope: 0.05,
  /** Eigenvalue of a symmetric matrix of size n against its exact value, relative to ‖a‖ (errors seen are a few eps). */
  eigenvalue: (n: number) => 4 * Math.sqrt(n) * eps.float64,
  /** A measured power of the width at most so far from 0 counts as 0: predicted powers are 0 or at least 0.1. */
  zeroPower: 0.075,
  /** Largest eigenvalue of the tangent kernels of two nets of some hundreds of neurons against the expected kernel's, relative: N^(−1/2). */
  wideKernel: 0.15,
  /** Loss of data without the directions that cannot be learnt, relative: what those may lose is 0.2 % of the least loss. */
  leftOut: 2e-3,
  /** Spread of nets continued by a factor of 8 in width, relative: its exponent is drawn to ½. */
  drawnExponent: 0.15,
  /** Power of the width between two widths a factor of 8 apart, from a dozen nets, with slower powers beside it. */
  widthPower: 0.2,
  /** Neighbouring colours of six sizes, in OKLab: about twice what the eye still tells apart side by side, in every kind of colour vision. */
  neighbouringColours: 0.05,
  /** Some dozens of operations on unevaluated sums of two float64, relative. */
  doubleDouble: 1e-29,
  /** An error over its bound on other seeds and engines than those of the page that states its largest, `worst`. */
  remeasured: (worst: number) => 1.25 * worst + 0.002,
  /** A distance of training in float32 from that in float64 against the largest that the page states, in either build. */
  agreed: (worst: number) => 1.5 * worst,
  /** Logarithm of the ratio of the time that a plan estimates to that of a machine whose speed is made up. */
  planned: Math.log(1.5),
};

/** Bounds for statistics that are standard normal when the claim holds; seeds are fixed, so a verdict never flickers. */
export const significance = {
  /** Largest |z| of some dozens of statistics: reached once in 3,000 such sets. */
  most: 4.5,
  /** Largest root mean square of z of three seeds, in some dozens of sets: each reached once in 20,000. */
  mostRms: 2.7,
  /** Of log-evidence from some thousand draws. */
  smallLogError: 0.05,
  /** A |z| that settles that a claim is false. */
  decisive: 7,
  /** Smallest p-value. */
  leastP: 1e-3,
};
