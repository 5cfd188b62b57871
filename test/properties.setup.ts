import fc from 'fast-check';

// the same cases in every run, on every machine: test/propertySeed.ts says how to draw others
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED) });
