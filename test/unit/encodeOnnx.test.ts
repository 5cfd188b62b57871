import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { ValueError } from '../../src/errors';
import {
  createNet,
  encodeOnnx,
  type Matrix,
  moments,
  type Net,
  netFromWeights,
  randomNormal,
  train,
} from '../../src/index';
import { message, messageBytes } from '../../src/io/protobuf';
import { layerScalings } from '../../src/nets/parameterization';
import { version } from '../../src/version';
import { features, type Rows, toRows } from '../reference/netTraining';
import { onnxSchema, readMessage, readProtobuf } from '../reference/readProtobuf';
import { tolerance } from '../tolerances';

const nets = {
  plain: { inputs: 6, outputs: 3, hidden: 2, width: 17, gamma0: 0.7 },
  residual: { inputs: 5, outputs: 2, hidden: 4, width: 9, residual: { beta0: 0.8 } },
  'of unequal widths': { inputs: 4, outputs: 2, hidden: 3, width: [7, 1, 12] },
  'with one output': { inputs: 3, outputs: 1, hidden: 1, width: 8, parameterization: 'ntk' },
  'in standard parameterization': {
    inputs: 3,
    outputs: 2,
    hidden: 2,
    width: 8,
    parameterization: 'standard',
    residual: { branch: 1 },
  },
} as const;
const dtypes = ['float64', 'float32'] as const;
const cases = Object.keys(nets).flatMap((name) => dtypes.map((dtype) => [name as keyof typeof nets, dtype] as const));

/** Trained for some steps: its weights are no longer those of a draw. */
function netOf(name: keyof typeof nets, dtype: 'float32' | 'float64'): Net {
  const net = createNet({ ...nets[name], width: nets[name].width as number, dtype, seed: 3 });
  const { inputs, outputs } = net.spec;
  const data = moments(samples(20, inputs, 1), samples(20, outputs, 2));
  return train(net, { moments: data, lr: 0.05, steps: 5 }).net;
}

function samples(rows: number, cols: number, seed: number): Matrix {
  return randomNormal({ seed, rows, cols });
}

async function run(file: Uint8Array, x: Matrix, dtype: 'float32' | 'float64') {
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  try {
    expect([session.inputNames, session.outputNames]).toEqual([['x'], ['y']]);
    const data = dtype === 'float32' ? Float32Array.from(x.data) : Float64Array.from(x.data);
    const { y } = await session.run({ x: new ort.Tensor(dtype, data, [x.rows, x.cols]) });
    return y;
  } finally {
    await session.release();
  }
}

/** The net's own forward pass in double arithmetic, and the same of absolute values: the scale of rounding errors. */
function forward(net: Net, x: Rows): { y: Rows; scale: Rows } {
  const layers = layerScalings(net.spec);
  const absolute = (rows: Rows) => rows.map((row) => row.map(Math.abs));
  const weights = net.weights().map(toRows);
  const positive = layers.map((layer) => ({ ...layer, multiplier: Math.abs(layer.multiplier) }));
  return {
    y: features(weights, layers, x).at(-1)!,
    scale: features(weights.map(absolute), positive, absolute(x)).at(-1)!,
  };
}

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
});

describe('encodeOnnx', () => {
  it.each(cases)(
    'a net %s in %s gives the same outputs in onnxruntime, layer by layer and collapsed, for one sample and many',
    async (name, dtype) => {
      const net = netOf(name, dtype);
      const { inputs, outputs, widths } = net.spec;
      const bound = tolerance.onnx(dtype, [inputs, ...widths]);
      for (const collapsed of [false, true]) {
        const file = encodeOnnx(net, { collapsed });
        for (const rows of [1, 13]) {
          const x = samples(rows, inputs, 5);
          // float32 inputs are those that the file sees
          if (dtype === 'float32') x.data.set(Float32Array.from(x.data));
          const y = await run(file, x, dtype);
          expect([y.dims, y.type]).toEqual([[rows, outputs], dtype]);
          const expected = forward(net, toRows(x));
          const own = net.predict(x);
          for (let i = 0; i < rows * outputs; i++) {
            const [p, c] = [Math.floor(i / outputs), i % outputs];
            const error = bound * expected.scale[p][c];
            expect(Math.abs(Number(y.data[i]) - expected.y[p][c])).toBeLessThanOrEqual(error);
            expect(Math.abs(Number(y.data[i]) - own.data[i])).toBeLessThanOrEqual(error);
          }
        }
      }
    },
  );

  it('says what the file format asks for, layer by layer', () => {
    const net = netOf('residual', 'float64');
    const model = readMessage(encodeOnnx(net), onnxSchema);
    expect(model).toMatchObject({
      ir_version: 8,
      producer_name: 'deeplinear',
      producer_version: version,
      doc_string: net.describe(),
      'opset_import*': [{ domain: '', version: 13 }],
      'metadata_props*': [
        { key: 'deeplinear.spec', value: JSON.stringify(net.spec) },
        { key: 'deeplinear.collapsed', value: 'false' },
      ],
    });
    const graph = model.graph as Record<string, Record<string, unknown>[]>;
    const value = (name: string, size: number) => ({
      name,
      type: { tensor_type: { elem_type: 11, shape: { 'dim*': [{ dim_param: 'batch' }, { dim_value: size }] } } },
    });
    expect(graph['input*']).toEqual([value('x', 5)]);
    expect(graph['output*']).toEqual([value('y', 2)]);
    const gemm = (from: string, weight: string) => ({
      'input*': [from, weight],
      'output*': [`${weight} ${from}`],
      name: `${weight} ${from}`,
      op_type: 'Gemm',
      'attribute*': [{ name: 'transB', i: 1, type: 2 }],
    });
    const two = (op_type: string, left: string, right: string, to: string) => ({
      'input*': [left, right],
      'output*': [to],
      name: to,
      op_type,
    });
    expect(graph['node*']).toEqual([
      gemm('x', 'W_0'),
      two('Mul', 'W_0 x', 'm_0', 'h_1'),
      ...[1, 2, 3].flatMap((l) => [
        gemm(`h_${l}`, `W_${l}`),
        two('Mul', `W_${l} h_${l}`, `m_${l}`, `branch_${l}`),
        two('Add', `h_${l}`, `branch_${l}`, `h_${l + 1}`),
      ]),
      gemm('h_4', 'readout'),
      two('Mul', 'readout h_4', 'm_4', 'y'),
    ]);
    const weights = net.weights();
    const layers = layerScalings(net.spec);
    expect(graph['initializer*'].length).toBe(2 * layers.length);
    for (const [l, layer] of layers.entries()) {
      const [weight, multiplier] = [`W_${l}`, `m_${l}`].map((name) =>
        graph['initializer*'].find((tensor) => tensor.name === (name === 'W_4' ? 'readout' : name)),
      );
      expect(weight?.['dims*']).toEqual([weights[l].rows, weights[l].cols]);
      expect(weight?.data_type).toBe(11);
      expect(Buffer.from(weight?.raw_data as Uint8Array)).toEqual(Buffer.from(weights[l].data.buffer));
      expect(multiplier).toEqual({
        data_type: 11,
        name: `m_${l}`,
        raw_data: new Uint8Array(Float64Array.of(layer.multiplier).buffer),
      });
    }
  });

  it('collapsed is one product with the predictor; float32 is asked for or the net’s', () => {
    const net = netOf('plain', 'float64');
    const model = readMessage(encodeOnnx(net, { collapsed: true, dtype: 'float32' }), onnxSchema);
    const graph = model.graph as Record<string, Record<string, unknown>[]>;
    expect(graph['node*'].map(({ op_type }) => op_type)).toEqual(['Gemm']);
    const { rows, cols, data } = net.predictor();
    expect(graph['initializer*']).toEqual([
      {
        'dims*': [rows, cols],
        data_type: 1,
        name: 'predictor',
        raw_data: new Uint8Array(Float32Array.from(data).buffer),
      },
    ]);
  });

  it('a multiplier of one is left out', () => {
    const standard = createNet({ inputs: 2, outputs: 1, hidden: 2, width: 3, parameterization: 'standard', seed: 1 });
    const { graph } = readMessage(encodeOnnx(standard), onnxSchema) as { graph: Record<string, { op_type: string }[]> };
    expect(graph['node*'].map(({ op_type }) => op_type)).toEqual(['Gemm', 'Gemm', 'Gemm']);
  });

  it('refuses what the asked dtype cannot hold, and what is no net or option', () => {
    const spec = { inputs: 1, outputs: 1, hidden: 1, width: 1, seed: 0 };
    const large = netFromWeights(spec, [[[1e300]], [[1]]]);
    expect(() => encodeOnnx(large, { dtype: 'float32' })).toThrow(
      new ValueError('dtype: expected float64, which holds W_0, got "float32"'),
    );
    expect(encodeOnnx(large).length).toBeGreaterThan(100);
    const tiny = createNet({ ...spec, gamma0: 1e60 });
    expect(() => encodeOnnx(tiny, { dtype: 'float32' })).toThrow('the multiplier of readout');
    // numbers that float32 has with few digits or as zero
    expect(() => encodeOnnx(createNet({ ...spec, gamma0: 1e40 }), { dtype: 'float32' })).toThrow(
      'which holds the multiplier',
    );
    const small = netFromWeights(spec, [[[1e-30]], [[1e-40]]]);
    expect(() => encodeOnnx(small, { dtype: 'float32' })).toThrow('dtype: expected float64, which holds readout');
    expect(() => encodeOnnx(small, { dtype: 'float32', collapsed: true })).toThrow('which holds the predictor');
    const beside = netFromWeights({ ...spec, inputs: 2 }, [[[1, 1e-60]], [[0]]]);
    expect(encodeOnnx(beside, { dtype: 'float32' }).length).toBeGreaterThan(100);
    // features that float32 holds no longer, of weights and multipliers that it does
    const options = { inputs: 2, outputs: 1, hidden: 50, width: 16, seed: 1 };
    const fading = createNet({ ...options, initialScales: 0.05 });
    expect(() => encodeOnnx(fading, { dtype: 'float32' })).toThrow(
      /^dtype: expected float64, which holds what h_\d\d is made of, got "float32"$/,
    );
    const growing = createNet({ ...options, initialScales: 20 });
    expect(() => encodeOnnx(growing, { dtype: 'float32' })).toThrow(/which holds what h_\d\d is made of,/);
    expect(() => encodeOnnx(createNet({ ...options, initialScales: 0.05, dtype: 'float32' }))).toThrow(
      'which holds what h_',
    );
    const branches = { inputs: 2, outputs: 1, hidden: 50, width: 16, seed: 1, residual: { branch: 1e-30 } };
    for (const spec of [options, branches]) encodeOnnx(createNet(spec), { dtype: 'float32' });
    const there = netFromWeights(spec, [[[1e-30]], [[1e-30]]]);
    expect(() => encodeOnnx(there, { dtype: 'float32' })).toThrow('which holds what y is made of,');
    const back = netFromWeights(spec, [[[1e30]], [[1e-30]]]);
    expect(encodeOnnx(back, { dtype: 'float32' }).length).toBeGreaterThan(100);
    expect(encodeOnnx(netFromWeights(spec, [[[NaN]], [[-Infinity]]]), { dtype: 'float32' }).length).toBeGreaterThan(
      100,
    );
    expect(() => encodeOnnx({} as Net)).toThrow('net: expected a net');
    expect(() => encodeOnnx(large, { collapsed: 1 as never })).toThrow('collapsed: expected true or false, got 1');
    expect(() => encodeOnnx(large, { flat: true } as never)).toThrow('encodeOnnx: expected options among');
  });

  it('numbers of every size are as protocol buffers say, and no file has 2 GiB', () => {
    const numbers = [0, 1, 127, 128, 300, 2 ** 31, 2 ** 53 - 1];
    const bytes = messageBytes('net', message([3, numbers], [4, undefined], [5, 'Ω']));
    expect([...bytes.subarray(0, 4)]).toEqual([0x18, 0, 0x18, 1]);
    const fields = readProtobuf(bytes);
    expect(fields.map(({ number, value }) => [number, value])).toEqual([...numbers.map((value) => [3, value]), [5, 2]]);
    expect(() => messageBytes('net', { pieces: [], length: 2 ** 31 })).toThrow(
      'net: expected a file below 2 GiB, the most that protocol buffers hold, got 2048 MiB',
    );
  });

  it('the version in files is that of the package', () => {
    const path = join(import.meta.dirname, '..', '..', 'package.json');
    expect(version).toBe(JSON.parse(readFileSync(path, 'utf8')).version);
  });
});
