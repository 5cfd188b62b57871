import { madd } from '../fma';
import { at, PANEL } from './panels';

/**
 * Backward field through one layer: out (C×cols) += m · g (C×rows) · W (rows×cols, row-major without gaps).
 * Two classes × four rows of W at a time: W is read once, in order. rows and cols are whole panels.
 */
@inline
export function backward<T>(classes: i32, rows: i32, cols: i32, m: T, g: usize, w: usize, out: usize): void {
  const rowBytes = <usize>cols * sizeof<T>();
  const group = <usize>classes * PANEL;
  for (let i = 0; i < rows; i += 4) {
    const wi = w + <usize>i * rowBytes;
    const end = wi + rowBytes;
    const gi = at<T>(g, classes, i);
    let c = 0;
    for (; c + 1 < classes; c += 2) {
      const ga = gi + <usize>c * PANEL;
      const gb = ga + PANEL;
      const a0 = v128.splat<T>(m * load<T>(ga));
      const a1 = v128.splat<T>(m * load<T>(ga, sizeof<T>()));
      const a2 = v128.splat<T>(m * load<T>(ga, 2 * sizeof<T>()));
      const a3 = v128.splat<T>(m * load<T>(ga, 3 * sizeof<T>()));
      const b0 = v128.splat<T>(m * load<T>(gb));
      const b1 = v128.splat<T>(m * load<T>(gb, sizeof<T>()));
      const b2 = v128.splat<T>(m * load<T>(gb, 2 * sizeof<T>()));
      const b3 = v128.splat<T>(m * load<T>(gb, 3 * sizeof<T>()));
      let o = out + <usize>c * PANEL;
      let p0 = wi;
      let p1 = p0 + rowBytes;
      let p2 = p1 + rowBytes;
      let p3 = p2 + rowBytes;
      while (p0 != end) {
        let w0 = v128.load(p0);
        let w1 = v128.load(p1);
        let w2 = v128.load(p2);
        let w3 = v128.load(p3);
        v128.store(o, madd<T>(a3, w3, madd<T>(a2, w2, madd<T>(a1, w1, madd<T>(a0, w0, v128.load(o))))));
        v128.store(o, madd<T>(b3, w3, madd<T>(b2, w2, madd<T>(b1, w1, madd<T>(b0, w0, v128.load(o, 32))))), 32);
        w0 = v128.load(p0, 16);
        w1 = v128.load(p1, 16);
        w2 = v128.load(p2, 16);
        w3 = v128.load(p3, 16);
        v128.store(o, madd<T>(a3, w3, madd<T>(a2, w2, madd<T>(a1, w1, madd<T>(a0, w0, v128.load(o, 16))))), 16);
        v128.store(o, madd<T>(b3, w3, madd<T>(b2, w2, madd<T>(b1, w1, madd<T>(b0, w0, v128.load(o, 48))))), 48);
        p0 += PANEL;
        p1 += PANEL;
        p2 += PANEL;
        p3 += PANEL;
        o += group;
      }
    }
    if (c < classes) {
      const ga = gi + <usize>c * PANEL;
      const a0 = v128.splat<T>(m * load<T>(ga));
      const a1 = v128.splat<T>(m * load<T>(ga, sizeof<T>()));
      const a2 = v128.splat<T>(m * load<T>(ga, 2 * sizeof<T>()));
      const a3 = v128.splat<T>(m * load<T>(ga, 3 * sizeof<T>()));
      let o = out + <usize>c * PANEL;
      let p0 = wi;
      let p1 = p0 + rowBytes;
      let p2 = p1 + rowBytes;
      let p3 = p2 + rowBytes;
      while (p0 != end) {
        const low = madd<T>(a1, v128.load(p1), madd<T>(a0, v128.load(p0), v128.load(o)));
        const high = madd<T>(a1, v128.load(p1, 16), madd<T>(a0, v128.load(p0, 16), v128.load(o, 16)));
        v128.store(o, madd<T>(a3, v128.load(p3), madd<T>(a2, v128.load(p2), low)));
        v128.store(o, madd<T>(a3, v128.load(p3, 16), madd<T>(a2, v128.load(p2, 16), high)), 16);
        p0 += PANEL;
        p1 += PANEL;
        p2 += PANEL;
        p3 += PANEL;
        o += group;
      }
    }
  }
}

/** Backward field, float32: out += m·g·W. See `backward` for layouts. */
export function netBackwardF32(classes: i32, rows: i32, cols: i32, m: f32, g: usize, w: usize, out: usize): void {
  backward<f32>(classes, rows, cols, m, g, w, out);
}

/** Backward field, float64: out += m·g·W. See `backward` for layouts. */
export function netBackwardF64(classes: i32, rows: i32, cols: i32, m: f64, g: usize, w: usize, out: usize): void {
  backward<f64>(classes, rows, cols, m, g, w, out);
}
