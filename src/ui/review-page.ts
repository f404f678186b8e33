/** Reviewing an answer: what a person should look at first, one value at a time, its candidates beside their places on the page. */
import { html, raw } from 'hono/html';
import type { ValueField } from '../contracts/field-value.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { fieldOfPath, fieldsOfJob } from '../http/decisions.ts';
import type { UiDeps } from './deps.ts';
import { documentNames, placeWords } from './documents.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import { breakable, resultRows, shown } from './result.ts';
import { chosen, type Reviewed, reviewedFields } from './review-choices.ts';
import { counted, nameOf, time } from './show.ts';
import { fragmentUrl, parseView, type View, viewOfSource, viewUrl } from './view.ts';
import { viewer } from './viewer.ts';
import { commonWords } from './words/common.ts';
import { reviewWords } from './words/review.ts';

/** What was typed and cannot be: it stands in the form again, with why. */
export interface Refused {
  readonly typed: string;
  readonly why: string;
}

export const reviewUrl = (jobId: string, path?: string): string =>
  `/ui/jobs/${jobId}/review${path === undefined ? '' : `?${new URLSearchParams({ field: path })}`}`;

/** The job's fields as they are reviewed, what is to be decided first. */
export function fieldsUnderReview(deps: UiDeps, job: Job): Reviewed[] {
  if (job.response === null) return [];
  return reviewedFields(job, resultRows(job.response, fieldsOfJob(deps, job) ?? []));
}

/** The field after this one that nobody has decided yet, going round. Null: there is none. */
export function nextOpen(fields: readonly Reviewed[], path: string): Reviewed | null {
  const at = fields.findIndex((field) => field.path === path);
  return [...fields.slice(at + 1), ...fields.slice(0, Math.max(0, at))].find(({ isOpen }) => isOpen) ?? null;
}

export async function reviewPage(
  deps: UiDeps,
  scope: Scope,
  job: Job,
  params: URLSearchParams,
  refused: Refused | null = null,
): Promise<Html> {
  const fields = fieldsUnderReview(deps, job);
  const asked = fields.find(({ path }) => path === params.get('field'));
  const current = asked ?? (job.needs_review ? fields[0] : undefined);
  const view = parseView(params, job, current?.path ?? null);
  const open = fields.filter(({ isOpen }) => isOpen).length;
  const w = reviewWords();
  return page({
    scope,
    title: w.title(nameOf(job)),
    here: null,
    scripts: ['job.js', 'review.js'],
    body: html`<p class="crumbs"><a href="/ui/jobs">${commonWords().recentJobs}</a> / <a href="/ui/jobs/${job.job_id}"><bdi>${nameOf(job)}</bdi></a> /</p>
<div class="head"><h1>${w.review}</h1> ${standing(job, open)}
<div class="buttons"><a class="button quiet" rel="following" href="/ui/review?after=${job.job_id}">${w.nextJob}</a></div></div>
<div class="outcome review"><section class="fields" aria-label="${w.value}">
${job.needs_review ? NOTHING : complete(job, fields.length, current === undefined)}
${current === undefined ? NOTHING : decision(deps, job, fields, current, view, refused)}
${job.needs_review ? finish(job, open) : NOTHING}
</section>
${await viewer(deps.pages, scope, job, view)}
${contents(job, fields, current)}</div>`,
  });
}

const standing = (job: Job, open: number): Html =>
  job.needs_review
    ? html`<span class="badge needs-review">${reviewWords().toDecideMany(counted(open, 'value'))}</span>`
    : html`<span class="badge done">${job.review === null ? reviewWords().nothingToDecide : reviewWords().reviewed}</span>`;

function complete({ job_id, review }: Job, fields: number, alone: boolean): Html {
  const w = reviewWords();
  const text = fields === 0 ? w.noValues : w.anyValue(review === null ? w.noLook : w.storedBeside);
  return html`${notice('info', review === null ? w.nothingOpen : w.complete, text)}
<p class="buttons"><a class="button" href="/ui/review?after=${job_id}"${alone ? raw(' autofocus') : NOTHING}>${w.reviewNext}</a></p>`;
}

function decision(deps: UiDeps, job: Job, fields: readonly Reviewed[], field: Reviewed, view: View, refused: Refused | null): Html {
  const { path, row, trust } = field;
  const w = reviewWords();
  const at = fields.indexOf(field);
  const step = (to: Reviewed | undefined, rel: string, words: string) =>
    to === undefined
      ? html`<span class="button quiet" aria-disabled="true">${words}</span>`
      : html`<a class="button quiet" rel="${rel}" href="${reviewUrl(job.job_id, to.path)}">${words}</a>`;
  return html`<h2 id="field-name">${breakable(row.path)} <span class="badge trust-${trust.level}">${trust.level === 'none' ? w.noValue : w.trust(commonWords().trust[trust.level])}</span></h2>
${trust.reasons.length === 0 ? NOTHING : html`<ul class="reasons">${trust.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
${decided(deps, field)}
<form id="review" method="post" action="${reviewUrl(job.job_id)}" aria-labelledby="field-name">
<input type="hidden" name="path" value="${path}">
${choices(job, field, fieldOfPath(fieldsOfJob(deps, job), path), view, refused)}
<div class="buttons"><button class="primary">${w.decide}</button>${step(fields[at - 1], 'prev', w.previous)}${step(fields[at + 1], 'next', w.next)}</div>
</form>
${legend()}`;
}

const decided = (deps: UiDeps, { decision }: Reviewed): Html | string =>
  decision === null
    ? NOTHING
    : html`<p class="why">${reviewWords().decidedBy(decision.by)} ${time(decision.at, deps.now())}: ${shown(decision.value)}</p>`;

function choices(job: Job, field: Reviewed, kind: ValueField | null, view: View, refused: Refused | null): Html {
  const w = reviewWords();
  const choice = refused === null ? chosen(field) : 'typed';
  const radio = (name: string, label: Html | string, after: Html | string = NOTHING) =>
    html`<div class="choice" id="field-${name}" data-field="${name}"><label><input type="radio" name="choice" value="${name}" required${choice === name ? raw(' checked autofocus') : NOTHING}> <span>${label}</span></label>${after}</div>`;
  const places = field.candidates.map(({ name, value, probability, sources }) => {
    const [first] = sources;
    const there = first === undefined ? null : viewOfSource(view, first);
    const likely = probability === null ? NOTHING : html` <span class="quiet">${Math.round(probability * 100)} %</span>`;
    const place =
      first === undefined || there === null
        ? html`<span class="why">${w.noPlace}</span>`
        : html`<span class="why"><q class="snippet">${first.snippet}</q> ${w.on} <a class="place" href="${viewUrl(job.job_id, there)}" hx-get="${fragmentUrl(job.job_id, there)}" hx-target="#viewer" hx-swap="outerMorph" data-show="${name}" data-source="0" data-file="${first.file_index}" data-page="${first.page}" aria-label="${w.showThere(placeWords(documentNames(job), first), String(value))}">${placeWords(documentNames(job), first)}</a></span>`;
    return radio(
      name,
      html`<strong>${shown(value)}</strong>${name === 'own' ? html` <span class="quiet">${w.asExtracted}</span>` : NOTHING}${likely}`,
      place,
    );
  });
  return html`<fieldset class="choices"><legend>${w.whatIsRight}</legend>
${places}
${radio('typed', w.another, other(field, kind, choice, refused))}
${radio('empty', w.leaveEmpty, field.row.value === null ? html`<span class="why">${w.asExtracted}</span>` : NOTHING)}
</fieldset>`;
}

function other(field: Reviewed, kind: ValueField | null, choice: string, refused: Refused | null): Html {
  const value = refused?.typed ?? (choice === 'typed' ? String(field.decision?.value ?? '') : '');
  const says = refused === null ? NOTHING : raw(' aria-invalid="true" aria-describedby="typed-wrong"');
  const list = kind?.choices ?? (kind?.type === 'boolean' ? [true, false] : []);
  return html`<input type="text" name="typed" value="${value}" aria-label="${reviewWords().another}" autocomplete="off" spellcheck="false"${list.length > 0 ? raw(' list="choices"') : NOTHING}${HINTS[kind?.type ?? ''] === undefined ? NOTHING : html` placeholder="${HINTS[kind?.type ?? '']}"`}${says}>
${list.length > 0 ? html`<datalist id="choices">${list.map((one) => html`<option value="${String(one)}"></option>`)}</datalist>` : NOTHING}
${refused === null ? NOTHING : html`<p class="wrong" id="typed-wrong" role="alert">${refused.why}</p>`}`;
}

/** What a value of the type looks like. */
const HINTS: Readonly<Record<string, string>> = {
  integer: '42',
  number: '12.5',
  decimal: '1234.56',
  date: '2026-03-31',
  datetime: '2026-03-31T14:30',
  boolean: 'true',
};

const legend = (): Html =>
  html`<dl class="keys" aria-label="${reviewWords().keysHold}">${reviewWords().keys.map(([keys, what]) => html`<div><dt>${keys.split(' ').map((key) => (key === 'to' ? '– ' : html`<kbd>${key}</kbd> `))}</dt><dd>${what}</dd></div>`)}</dl>`;

function contents({ job_id }: Job, fields: readonly Reviewed[], current: Reviewed | undefined): Html {
  const line = (field: Reviewed) =>
    html`<li><a href="${reviewUrl(job_id, field.path)}"${field === current ? raw(' aria-current="true"') : NOTHING}>${breakable(field.row.path)}</a> <span class="was">${shown(field.decision === null ? field.row.value : field.decision.value)}</span> ${mark(field)}</li>`;
  return html`<nav class="fields contents" aria-label="${reviewWords().allValues}"><ol>${fields.map(line)}</ol></nav>`;
}

const mark = ({ isOpen, decision, trust }: Reviewed): Html =>
  isOpen
    ? html`<span class="badge needs-review">${reviewWords().toDecide}</span>`
    : decision === null
      ? html`<span class="badge trust-${trust.level}">${commonWords().trust[trust.level]}</span>`
      : html`<span class="badge done">${commonWords().decided[decision.kind]}</span>`;

const finish = ({ job_id }: Job, open: number): Html =>
  html`<form method="post" action="${reviewUrl(job_id)}" class="finish"><input type="hidden" name="done" value="yes"><button class="quiet">${reviewWords().done}</button> <span class="quiet">${reviewWords().undecided(counted(open, 'value'))}</span></form>`;
