/** Base of the errors this library throws on purpose. */
export class DeepLinearError extends Error {
  override name = 'DeepLinearError';
}

/** Sizes of two arguments do not fit together. */
export class ShapeError extends DeepLinearError {
  override name = 'ShapeError';
}

/** An argument has a value outside its documented range. */
export class ValueError extends DeepLinearError {
  override name = 'ValueError';
}

/** A computation lost its footing: singular system, no convergence, divergence. Carries what is known about it. */
export class NumericalError extends DeepLinearError {
  override name = 'NumericalError';
  /** Condition number (1-norm estimate), where the failure is an ill-conditioned system. */
  readonly conditionNumber?: number;
  /** Step at which the computation failed, where it is a recursion. */
  readonly step?: number;

  constructor(message: string, known: { conditionNumber?: number; step?: number } = {}) {
    super(message);
    this.conditionNumber = known.conditionNumber;
    this.step = known.step;
  }
}
