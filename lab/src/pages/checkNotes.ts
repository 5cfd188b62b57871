/** How a verdict comes about; the index of the pages of checks explains each. */
export type Rule = 'curve' | 'scaling' | 'intercept' | 'decay' | 'exact' | 'mixture' | 'catapult';

/** What the registry does not say of a check. */
export interface CheckNote {
  rule: Rule;
  /** What one simulation is, and which numbers it gives. */
  measured: string;
  /** What has to be zero, or what, for the theory to hold. */
  nullHypothesis: string;
  /** Figure of the same law. Default: that of the check's name, or the first of its experiment. */
  figure?: string;
}

const noConstant = (of: string, size: string) =>
  `The mean ${of} is c0 + c1/${size} with c0 = 0: whatever is off at finite ${size} is gone in the limit.`;

/** By the id of the experiment. */
export const checkNotes: Record<string, CheckNote> = {
  'infinite-width': {
    rule: 'curve',
    measured:
      'Every net gives two numbers: the distance of its outputs on the training data from the limit, as a root mean square over steps and samples, and its relative deviation, the difference projected on the limit’s own curve, which has a sign.',
    nullHypothesis: `${noConstant('deviation', 'N')} The distance less that drift falls as N^(−1/2), the fluctuation from one initialization to the next.`,
  },
  'residual-nets': {
    rule: 'curve',
    measured:
      'As in [infinite-width](infinite-width.md), with skip connections in nets and limit: distance and signed relative deviation of the outputs, over all steps.',
    nullHypothesis: `${noConstant('deviation', 'N')} The distance less that drift falls as N^(−1/2).`,
  },
  'infinite-depth': {
    rule: 'intercept',
    measured:
      'Every net gives the signed relative deviation of its outputs from the limit, over all steps at which the limit is known to 0.2 %. Depth and width grow together, so that both corrections fall as 1/L.',
    nullHypothesis: noConstant('deviation', 'L'),
  },
  'parameter-rate': {
    rule: 'scaling',
    measured:
      'Distance and deviation of every net are those of [infinite-width](infinite-width.md), but the size they are held against is the number of parameters p = N(D + C) + (L − 1)N².',
    nullHypothesis:
      'The distance falls as p^(−1/2) with one hidden layer and as p^(−1/4) with more, and the mean deviation has no constant term.',
  },
  'weight-law': {
    rule: 'intercept',
    measured:
      'With q = xᵀΣ⁻¹x of the d fields x of a neuron and Σ the covariance of the limit, every net gives ⟨q⟩/d − 1, the size of its fields against the law, and their fourth moment ⟨q²⟩/⟨q⟩² over that of a Gaussian, less one; both are means over neurons and layers.',
    nullHypothesis: noConstant('of either number', 'N'),
  },
  'minimum-norm': {
    rule: 'intercept',
    measured:
      'After the last step every net gives the squared distance of its predictor from the one of least norm, over the square of that one. What is left at finite width is the random initial function in directions without data, whose square falls as 1/N.',
    nullHypothesis: noConstant('squared distance', 'N'),
  },
  'joint-limit': {
    rule: 'intercept',
    measured:
      'Every net, on samples and label noise of its own, gives two numbers: how far its test loss and its training loss are from those of the limit, relative to it, as a mean over all steps.',
    nullHypothesis: noConstant('of either number', 'D'),
  },
  'one-pass': {
    rule: 'intercept',
    measured:
      'Every net, on fresh samples at every step, gives the relative deviation of its test loss and of the loss on the batch it is about to learn, each as a mean over all steps.',
    nullHypothesis: noConstant('of either number', 'D'),
  },
  'joint-residual': {
    rule: 'intercept',
    measured:
      'As in [joint-limit](joint-limit.md), for nets with skip connections: relative deviation of test and training loss.',
    nullHypothesis: noConstant('of either number', 'D'),
  },
  'learning-rate-transfer': {
    rule: 'intercept',
    measured:
      'One simulation is a set of nets, one for each width and learning rate of the grid, on the same data. It gives the logarithm of the best learning rate of the widest nets over the theory’s (a parabola through the least test losses), and that of the drift of the best rate between narrowest and widest.',
    nullHypothesis: noConstant('of either logarithm', 'D'),
  },
  'wider-is-better': {
    rule: 'intercept',
    measured:
      'One simulation is a set of nets, one for each width, on the same data. It gives the logarithm of the ratio of test losses of neighbouring widths, less the theory’s.',
    nullHypothesis: noConstant('of the difference', 'D'),
  },
  'power-law': {
    rule: 'intercept',
    measured:
      'Every net gives the exponent of its loss over the second half of the steps (log of the ratio of losses over log of the ratio of steps), less that of infinitely wide nets at the same steps.',
    nullHypothesis: noConstant('of the difference', 'N'),
  },
  nngp: {
    figure: 'nngp-output-law',
    rule: 'decay',
    measured:
      'One simulation is a batch of nets. It gives the distance between the distribution function of their outputs and the Gaussian one at the point where theory puts the largest difference (there it is the Kolmogorov–Smirnov distance, without the bias of a maximum), and the relative deviation of the covariance of two outputs from the kernel.',
    nullHypothesis: `${noConstant('of either number', 'N')} The distance falls as 1/N.`,
  },
  'nngp-posterior': {
    rule: 'decay',
    measured:
      'One simulation is a batch of nets drawn from the prior and weighted by the likelihood of the labels. It gives the relative deviation of the posterior variance at a test input from Gaussian-process regression, and that of the posterior mean in units of the posterior standard deviation.',
    nullHypothesis: `${noConstant('of either number', 'N')} The deviation of the variance falls as 1/N.`,
  },
  propagation: {
    rule: 'intercept',
    measured:
      'Every net gives four numbers: the relative deviation of lengths and of overlaps from the mean-field maps, as means over the layers; and over the last two thirds of the layers the rates at which close inputs approach (of the layers before they are the same to rounding) and squared gradients shrink, less those of the maps over the same layers (1/ξ and log χ deep down).',
    nullHypothesis: noConstant('of each of the four numbers', 'N'),
  },
  spectra: {
    rule: 'intercept',
    measured:
      'Every product of matrices gives the shares of its squared singular values below the three quartiles of the Fuss–Catalan law, less ¼, ½ and ¾, and the relative deviation of their second moment from its exact value at that width.',
    nullHypothesis: noConstant('of each of the four numbers', 'N'),
  },
  'angle-collapse': {
    rule: 'intercept',
    measured:
      'Every net gives log(1 − c²) of two inputs and the log of a norm after the last layer, less the exact means of its width, and the squared deviation of the log-norm over its exact variance, less one.',
    nullHypothesis: 'All three have mean zero at every width; the line through the widths has no constant.',
  },
  'ntk-constancy': {
    rule: 'scaling',
    measured:
      'Every net gives the relative movement ‖Θ(T) − Θ(0)‖/‖Θ(0)‖ of its tangent kernel on unit inputs between the first and the last step.',
    nullHypothesis: 'The movement falls as 1/N, and nothing of it is left at infinite width.',
  },
  'linearized-training': {
    rule: 'scaling',
    measured:
      'Every net is trained beside its own linearization, from the same weights. The pair gives the distance of the two predictors over all steps and their signed relative deviation.',
    nullHypothesis: 'The distance falls as 1/N, and the mean deviation has no constant term.',
  },
  'lazy-limit': {
    figure: 'linearized-training',
    rule: 'scaling',
    measured:
      'Every net gives distance and signed relative deviation of its outputs from the lazy limit that starts from the net’s own initial function. The kernel is that of infinite width, so a net’s own kernel fluctuation counts as distance.',
    nullHypothesis: 'The distance less a drift in 1/N falls as N^(−1/2), and the mean deviation has no constant term.',
  },
  catapult: {
    rule: 'catapult',
    measured:
      'Every net gives three things: the largest difference between its outputs and the map, over the map’s peak; whether it ended in the phase that the map foretells; and the peak of its output.',
    nullHypothesis:
      'The difference is rounding, every net ends in its phase, and the logarithm of the peak grows as half the logarithm of the width (not at all below ηλ_0 = 2). Where the map’s own peaks do not grow so (few steps, a large target) the growth is `underpowered`.',
  },
  'exact-solutions': {
    figure: 'end-to-end',
    rule: 'scaling',
    measured:
      'Every net gives the distance of its end-to-end matrix from the exact solution of gradient flow, over all recorded times, and its signed relative deviation. The size is the number of steps per unit of time.',
    nullHypothesis: 'The distance falls as the learning rate, and nothing is left for infinitely small steps.',
  },
  'saddle-to-saddle': {
    rule: 'intercept',
    measured:
      'Every net gives, for each of its two modes, the time at which it is half learnt over log(1/scale²)/(2s), less one.',
    nullHypothesis:
      'The mean is c0 + c1/log(1/scale²) with c0 = 0: the law is asymptotic in small weights, and approached as slowly as a logarithm.',
  },
  'two-layer': {
    rule: 'exact',
    measured:
      'One simulation is a batch of nets. It gives the mean of their losses after initialization, relative to the mean of the law, and the share of nets inside the law’s 90 % band, less 0.9.',
    nullHypothesis: 'Both are zero at every width, also at 4 neurons; the law’s own sampling error is counted.',
  },
  langevin: {
    rule: 'intercept',
    measured:
      'Every net gives the mean of its predictor over the second half of the steps, projected on the predictor of the equilibrium, less one.',
    nullHypothesis: noConstant('of the projection', 'N'),
  },
  'proportional-mixture': {
    rule: 'mixture',
    measured:
      'Every net gives the value of the exact distribution function of its width at one of its outputs, and estimates, from eight outputs, of mean and variance of the log of the factor that they share, less those of the log-normal limit.',
    nullHypothesis:
      'The values of the distribution function are uniform (a Kolmogorov–Smirnov test of all widths together), and the log-factor has the mean and variance of the limit at infinite width.',
  },
  'ntk-randomness': {
    rule: 'intercept',
    measured:
      'Every net gives its tangent kernel at one input over the exact mean, less one, and its square over the exact second moment, less one; twice the first is subtracted from the square, which has mean zero and takes most of the chance out of it.',
    nullHypothesis: 'Both have mean zero at every width; the line through the widths has no constant.',
  },
  'output-correlations': {
    rule: 'exact',
    measured:
      'One simulation is a batch of nets with four outputs at four orthogonal inputs. It gives the covariance of log-squares of two outputs at one input, that of one output at two inputs, and the mean sign of products of four outputs, each less the exact law.',
    nullHypothesis:
      'All three are zero at every depth; outputs that were independent would make covariances and sign vanish.',
  },
  'kernel-renormalization': {
    rule: 'intercept',
    measured:
      'Every net gives the likelihood of its labels over the exact evidence, less one, and with this weight the squared prediction at a new input over that of the renormalized kernel, less one. Widths at which fewer than 30 nets (by their effective number) have all the weight are left out.',
    nullHypothesis: noConstant('of either number', 'N'),
  },
};
