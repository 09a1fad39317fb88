export type { Diagnostic, Edit, Fix, Related, Severity, Span } from './diagnostics/diagnostic.ts';
export type { Host, Options } from './options.ts';
export { resolveOptions, workerFileName } from './options.ts';
export type { Construct, Form, VariableClass, VariableReport, Verdict } from './stages.ts';
export type { SourceMapLike, TransformResult, WorkerModule } from './transform.ts';
export { mayHaveAnnotation, transform } from './transform.ts';
