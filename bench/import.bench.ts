import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { suite } from './harness';

const library = join(import.meta.dirname, '..', 'dist', 'index.js');
const product = `
  import { matmul, matrix } from '${library}';
  const a = matrix(64, 64, new Float64Array(4096).fill(1));
  if (matmul(a, a).data[0] !== 64) throw new Error('wrong product');`;
const node = (script: string) => () => {
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
};

/** Fresh Node processes; the library's share is the difference between the rows. */
export default suite({
  title: 'Import of the built package to the first 64×64 product',
  seconds: 0.4,
  rounds: 9,
  contestants: () => [
    { name: 'Node alone', run: node('') },
    { name: 'Node, import', run: node(`import '${library}';`) },
    { name: 'Node, import, first product', run: node(product) },
  ],
});
