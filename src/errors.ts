/** Base of the errors this library throws on purpose. Minifiers rename classes; consoles show what the class itself says it is called. */
export class DeepLinearError extends Error {
  /** 'DeepLinearError', in minified code too. */
  static override readonly name: string = 'DeepLinearError';
  /** 'DeepLinearError'. */
  override name = 'DeepLinearError';
}

/** Sizes of two arguments do not fit together. */
export class ShapeError extends DeepLinearError {
  /** 'ShapeError', in minified code too. */
  static override readonly name: string = 'ShapeError';
  /** 'ShapeError'. */
  override name = 'ShapeError';
}

/** An argument has a value outside its documented range. */
export class ValueError extends DeepLinearError {
  /** 'ValueError', in minified code too. */
  static override readonly name: string = 'ValueError';
  /** 'ValueError'. */
  override name = 'ValueError';
}

/** A computation lost its footing: singular system, no convergence, divergence. Carries what is known about it. */
export class NumericalError extends DeepLinearError {
  /** 'NumericalError', in minified code too. */
  static override readonly name: string = 'NumericalError';
  /** 'NumericalError'. */
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
