import { toJsonSchema } from '@valibot/to-json-schema';
import { type Experiment, experiments, type Parameter } from 'deeplinear';
import * as v from 'valibot';
import { generatorsSchema } from './axisSchema';
import { checkCellSchema, checkObservablesSchema } from './completeCheckCell';
import { netCellSchema } from './netCellSchema';
import { headSchema } from './parseStudy';

type JsonSchema = { [key: string]: unknown };

/** The schema of study files for editors: JSON Schema, draft 7. */
export function jsonSchema(): JsonSchema {
  const net = converted(v.strictObject({ ...headSchema, ...netCellSchema.entries }));
  const check = converted(v.strictObject({ ...headSchema, ...checkCellSchema.entries }));
  const axes = axesSchema();
  // an axis may give what is missing elsewhere: only names and kinds of values are checked where they stand
  const parts = { ...(net.properties as JsonSchema), axes };
  const checkParts = { ...(check.properties as JsonSchema), axes, observables: converted(checkObservablesSchema) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Study of deeplinear',
    description: 'Cells of a sweep: nets, their training and limits, or checks, along some axes.',
    type: 'object',
    required: ['name'],
    if: { required: ['experiment'] },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: {
      properties: { ...checkParts, experiment: { enum: experiments.map(({ id }) => id) } },
      patternProperties: free,
      required: ['experiment'],
      additionalProperties: false,
      allOf: experiments.map(ofExperiment),
    },
    else: { properties: withoutRequired(parts), patternProperties: free, additionalProperties: false },
  };
}

/** Where anchors may stand. */
const free = { '^x-': {} };

function converted(schema: v.GenericSchema): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    ignoreActions: ['finite', 'safe_integer'],
    typeMode: 'input',
  }) as JsonSchema;
  return rest;
}

/** Parameters and wrong laws of one experiment. */
function ofExperiment({ id, parameters, wrong }: Experiment): JsonSchema {
  return {
    if: { properties: { experiment: { const: id } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: {
      properties: {
        parameters: {
          type: 'object',
          properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, ofParameter(parameter)])),
          additionalProperties: false,
        },
        wrong: { enum: wrong.map((law) => law.id) },
      },
    },
  };
}

function ofParameter({ type, doc, default: value, least, exclusive, most, choices }: Parameter): JsonSchema {
  const number = {
    type: type.startsWith('integer') ? 'integer' : 'number',
    ...(least !== undefined && { [exclusive ? 'exclusiveMinimum' : 'minimum']: least }),
    ...(most !== undefined && { maximum: most }),
  };
  const about = { description: doc, ...(value !== undefined && { default: value }) };
  if (type === 'choice') return { enum: choices, ...about };
  if (!type.endsWith('s')) return { ...number, ...about };
  return { anyOf: [number, { type: 'array', items: number, minItems: 1 }], ...about };
}

function axesSchema(): JsonSchema {
  return {
    type: 'array',
    description: 'the cells are all combinations of points of the axes; the last axis moves fastest',
    items: {
      type: 'object',
      description: 'paths such as net.width and their values; several paths in one entry move together',
      minProperties: 1,
      propertyNames: { pattern: '^[A-Za-z]\\w*(\\.\\w+)*$' },
      additionalProperties: { anyOf: [{ type: 'array', minItems: 1 }, converted(generatorsSchema)] },
    },
  };
}

/** The same without `required` in data, net and trainer, whose values may come from axes. */
function withoutRequired(parts: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => {
      if (!['data', 'net', 'trainer', 'limit'].includes(name)) return [name, part];
      const { required: _, oneOf, ...rest } = part as JsonSchema & { oneOf?: JsonSchema[] };
      return [name, oneOf ? { ...rest, anyOf: oneOf.map(({ required: __, ...option }) => option) } : rest];
    }),
  );
}
