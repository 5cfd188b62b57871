/** What `deeplinear/checks` offers. */
export * from './checks';
export * from './experiments';
