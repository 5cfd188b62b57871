/** Whether a bundler sees that nothing happens when the expression is evaluated. */
function isPlain(node, code) {
  const plain = (child) => child === null || isPlain(child, code);
  switch (node.type) {
    case 'Literal':
    case 'Identifier':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'ClassExpression':
      return plainClass(node, code);
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'ParenthesizedExpression':
      return plain(node.expression);
    case 'ArrayExpression':
      return node.elements.every(plain);
    case 'ObjectExpression':
      return node.properties.every(
        (property) => property.type === 'Property' && !property.computed && plain(property.value),
      );
    case 'UnaryExpression':
      return node.operator !== 'delete' && plain(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return plain(node.left) && plain(node.right);
    case 'ConditionalExpression':
      return plain(node.test) && plain(node.consequent) && plain(node.alternate);
    default:
      return false;
  }
}

function plainClass({ superClass, body }, code) {
  const members = body.body.every(
    (member) =>
      member.type !== 'StaticBlock' &&
      !member.computed &&
      !(member.type === 'PropertyDefinition' && member.static && member.value && !isPlain(member.value, code)),
  );
  return members && (superClass === null || superClass.type === 'Identifier');
}

/**
 * The code with every other initializer at its top level as a call that is marked free of effects, so that bundlers drop it
 * with the variable. For code whose import has no effect.
 * @param {string} code
 * @param {any} ast its syntax tree (ESTree, with `start` and `end`)
 */
export function pureInitializers(code, ast) {
  const declarations = ast.body.map((statement) => statement.declaration ?? statement);
  const variables = declarations.flatMap((one) => (one.type === 'VariableDeclaration' ? one.declarations : []));
  const pattern = variables.find(({ id }) => id.type !== 'Identifier');
  if (pattern) {
    // bundlers keep a pattern and all that it reads
    throw new Error(`expected a name at the top level, got ${code.slice(pattern.start, pattern.end)}`);
  }
  const initializers = variables.map(({ init }) => init).filter((init) => init !== null && !isPlain(init, code));
  let [text, from] = ['', 0];
  for (const { type, start, end } of initializers) {
    const value = code.slice(start, end);
    text += `${code.slice(from, start)}/* @__PURE__ */ (() => ${type === 'ObjectExpression' ? `(${value})` : value})()`;
    from = end;
  }
  return text + code.slice(from);
}
