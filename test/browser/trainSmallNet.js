/** Runs as it is in Node and in a page: trains small nets and returns every bit of what came out. */
const bits = (data) =>
  Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

export async function trainSmallNet(library) {
  const d = await import(library);
  const { moments } = d.syntheticTask({ inputs: 5, outputs: 2, spectrum: 'isotropic', seed: 3 });
  const nets = ['float64', 'float32'].map((dtype) => {
    const net = d.createNet({ inputs: 5, outputs: 2, hidden: 2, width: 33, seed: 7, dtype });
    const run = d.train(net, { moments, lr: 0.5, steps: 20 });
    return { loss: [...run.loss], bits: [run.loss, ...run.net.weights().map((w) => w.data)].map(bits) };
  });
  const limit = d.infiniteWidth({ moments, hidden: 2, lr: 0.5, steps: 20 });
  const normals = bits(d.randomNormal({ seed: 1, rows: 9, cols: 7 }).data);
  return { nets, limit: [...limit.loss], normals, runtime: d.runtime() };
}
