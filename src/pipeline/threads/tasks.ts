/** What threads can be asked to do: a name, and the file whose default export does it. Its input, notes and output are copied between threads. */

export const TASKS = {
  document: () => import('../steps/document-task.ts'),
  'file text': () => import('../reading/file-text.ts'),
  recognition: () => import('../reading/ocr/recognise-page.ts'),
  drawing: () => import('../reading/draw-page.ts'),
};

export type TaskName = keyof typeof TASKS;

type Work<Name extends TaskName> = Awaited<ReturnType<(typeof TASKS)[Name]>>['default'];
export type Input<Name extends TaskName> = Parameters<Work<Name>>[0];
/** What a task tells while it is at work. */
export type Note<Name extends TaskName> = Parameters<Work<Name>> extends [unknown, (note: infer Told) => void] ? Told : never;
export type Output<Name extends TaskName> = Awaited<ReturnType<Work<Name>>>;
