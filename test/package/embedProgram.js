/** Runs as it is in every host: trains, compares with the limit, samples, reads and writes; returns every bit, and whether the entries are one. */
const bits = (data) =>
  Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

function errorOf(attempt, { ValueError, DeepLinearError }) {
  try {
    attempt();
  } catch (error) {
    return { message: error.message, typed: error instanceof ValueError && error instanceof DeepLinearError };
  }
  return {};
}

export function embedProgram({ all, limits, checks, io }) {
  const { moments } = all.syntheticTask({ inputs: 4, outputs: 2, spectrum: [0.4, 0.3, 0.2, 0.1], seed: 1 });
  const training = { moments, lr: 0.3, steps: 10 };
  const limit = limits.infiniteWidth({ ...training, hidden: 2 });
  const runs = [16, 32, 64].flatMap((width) =>
    Array.from({ length: 8 }, (_, seed) => {
      const net = all.createNet({ inputs: 4, outputs: 2, hidden: 2, width, seed });
      return all.train(net, { ...training, record: { quantities: ['predictor'] } });
    }),
  );
  const { rows, verdict } = checks.compare(runs, limit);
  const normals = all.randomNormal({ seed: 7, rows: 5, cols: 3, dtype: 'float32' });
  const error = errorOf(() => limits.infiniteWidth({ ...training, hidden: 2, lr: -1 }), all);
  const fileError = errorOf(() => io.decodeNpy(new Uint8Array(3)), all);
  return {
    bits: {
      limit: bits(limit.loss),
      losses: bits(runs[20].loss),
      weights: runs[20].net.weights().map(({ data }) => bits(data)),
      normals: bits(normals.data),
      file: bits(io.decodeNpy(io.encodeNpy(normals)).data),
    },
    verdict,
    deviations: rows.map(({ width }) => width),
    errors: [error, fileError],
    shared:
      all.infiniteWidth === limits.infiniteWidth && all.compare === checks.compare && all.encodeNpy === io.encodeNpy,
    runtime: all.runtime(),
  };
}
