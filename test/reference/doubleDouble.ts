/**
 * Double-double arithmetic: an unevaluated sum hi + lo of two float64, about 32 digits (Dekker 1971; Hida, Li and Bailey
 * 2001). What rounding errors of float64 are measured against. No fused multiply-add: JavaScript has none.
 */
export class DoubleDouble {
  constructor(
    public hi = 0,
    public lo = 0,
  ) {}

  static of(x: number): DoubleDouble {
    return new DoubleDouble(x, 0);
  }

  get value(): number {
    return this.hi + this.lo;
  }

  set(hi: number, lo: number): this {
    this.hi = hi;
    this.lo = lo;
    return this;
  }

  /** this += other. */
  add(hi: number, lo = 0): this {
    const s = this.hi + hi;
    const v = s - this.hi;
    const e = this.hi - (s - v) + (hi - v);
    const t = this.lo + lo;
    const w = t - this.lo;
    const f = this.lo - (t - w) + (lo - w);
    // Two renormalizations: accurate also when the parts cancel.
    const c = e + t;
    const high = s + c;
    const low = f + (c - (high - s));
    this.hi = high + low;
    this.lo = low - (this.hi - high);
    return this;
  }

  /** this += sign·a·b. */
  addProduct(aHi: number, aLo: number, bHi: number, bLo: number, sign = 1): this {
    const p = aHi * bHi;
    const low = productError(aHi, bHi, p) + (aHi * bLo + aLo * bHi);
    const hi = p + low;
    return this.add(sign * hi, sign * (low - (hi - p)));
  }

  /** this *= other. */
  times(hi: number, lo = 0): this {
    const [h, l] = [this.hi, this.lo];
    return this.set(0, 0).addProduct(h, l, hi, lo);
  }

  /** this /= other: three quotients, each of what the ones before left. */
  over(hi: number, lo = 0): this {
    const first = this.hi / hi;
    this.addProduct(first, 0, hi, lo, -1);
    const second = this.hi / hi;
    this.addProduct(second, 0, hi, lo, -1);
    const third = this.hi / hi;
    return this.set(first, 0).add(second).add(third);
  }

  sqrt(): this {
    if (this.hi === 0) return this;
    const root = Math.sqrt(this.hi);
    // One Newton step: root + (x − root²)/(2 root).
    this.addProduct(root, 0, root, 0, -1);
    return this.over(2 * root).add(root);
  }
}

/** a·b − p exactly, p the rounded product (Veltkamp's splitting; factors below 2^970). */
function productError(a: number, b: number, p: number): number {
  const ca = 134217729 * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = 134217729 * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

/** e^x to about 30 digits. */
export function expExact(x: DoubleDouble): DoubleDouble {
  if (x.hi < 0) {
    const { hi, lo } = expExact(new DoubleDouble(-x.hi, -x.lo));
    return DoubleDouble.of(1).over(hi, lo);
  }
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.abs(x.hi) + 1e-300)) + 6);
  const small = new DoubleDouble(x.hi / 2 ** halvings, x.lo / 2 ** halvings);
  const term = DoubleDouble.of(1);
  const sum = DoubleDouble.of(0);
  // e^x − 1, so that the squarings lose no digit of what is small.
  for (let k = 1; k <= 18; k++) {
    term.times(small.hi, small.lo).over(k);
    sum.add(term.hi, term.lo);
  }
  for (let k = 0; k < halvings; k++) {
    const { hi, lo } = sum;
    sum.times(hi, lo).add(hi, lo).add(hi, lo);
  }
  return sum.add(1);
}

/** log x to about 30 digits: two Newton steps on e^y = x. */
export function logExact(x: DoubleDouble): DoubleDouble {
  const y = DoubleDouble.of(Math.log(x.hi));
  for (let k = 0; k < 2; k++) {
    const down = expExact(new DoubleDouble(-y.hi, -y.lo)).times(x.hi, x.lo).add(-1);
    y.add(down.hi, down.lo);
  }
  return y;
}
