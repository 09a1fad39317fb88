export type { Diagnostic, Edit, Fix, Related, Severity, Span } from './diagnostics/diagnostic.ts';
export type { Host, Options } from './options.ts';
export { resolveOptions, workerFileName } from './options.ts';
export type { Construct, Form, SourceMapLike, VariableClass, VariableReport, Verdict, WorkerModule } from './stages.ts';
export type { TransformResult } from './transform.ts';
export { mayHaveAnnotation, transform } from './transform.ts';
