import { answer, api } from '../api/client.ts'
import type { JobSeen, Supposed } from './queries.ts'

/** What a dispatcher does to a job, as the button says it. */
export const DEEDS = {
  accept: 'Accept',
  reject: 'Reject',
  dispatch: 'Dispatch',
  'on-site': 'On site',
  'off-site': 'Off site',
  complete: 'Complete',
  advise: 'Advise',
  'approve-report': 'Approve report',
  resume: 'Resume',
  defer: 'Defer',
  cancel: 'Cancel job',
  reopen: 'Reopen',
} as const
export type DeedName = keyof typeof DEEDS

/** What is said of a job when it was done: "SCR-5 deferred." */
export const DONE: Record<DeedName, string> = {
  accept: 'accepted',
  reject: 'rejected',
  dispatch: 'dispatched',
  'on-site': 'on site',
  'off-site': 'off site',
  complete: 'completed',
  advise: 'advised',
  'approve-report': 'report approved',
  resume: 'taken up again',
  defer: 'deferred',
  cancel: 'cancelled',
  reopen: 'reopened',
}

/** Deeds that need no more than the word: they are done at once, and can be undone. */
export const PLAIN_DEEDS: ReadonlySet<DeedName> = new Set(['accept', 'on-site', 'approve-report', 'resume', 'reopen'])

/** What can be done to a job as it stands, what comes next first. */
export function deedsFor(job: JobSeen): DeedName[] {
  if (job.category === 'requested') return ['accept', 'reject']
  if (job.category === 'not-advised') return ['advise', 'reopen']
  if (job.category === 'in-progress') {
    const next: DeedName[] = job.offSiteAt
      ? ['complete', 'dispatch']
      : job.onSiteAt
        ? ['off-site', 'complete', 'dispatch']
        : job.dispatchedAt
          ? ['on-site', 'off-site', 'complete', 'dispatch']
          : ['dispatch', 'on-site', 'complete']
    return [
      ...(job.deferredUntil ? (['resume'] as const) : []),
      ...next,
      ...(job.deferredUntil ? [] : (['defer'] as const)),
      'cancel',
    ]
  }
  return [...(job.reportWaits ? (['approve-report'] as const) : []), 'reopen']
}

/** What the rules are asked about a deed that is being prepared: whom would it tell? */
export const SUPPOSES: Partial<Record<DeedName, NonNullable<Supposed['if']>>> = {
  accept: 'accepted',
  reject: 'rejected',
  dispatch: 'dispatched',
  'on-site': 'on-site',
  'off-site': 'off-site',
  complete: 'completed',
  'approve-report': 'report-approved',
  cancel: 'cancelled',
}

/** Everything a deed may be given. */
export type Given = Partial<{
  providerId: string
  technicianIds: string[]
  outcome: string
  docketNumber: string
  orderNumber: string
  because: string
  until: string
  party: 'customer' | 'alarm-company'
}>

/** Does it to the job, as it was seen in this version. */
export function doTo(id: string, deed: DeedName, { version, ...given }: Given & { version?: number }) {
  const path = `/jobs/{id}/${deed}` as '/jobs/{id}/dispatch'
  return answer(api.POST(path, { params: { path: { id } }, body: { ...given, ...(version && { version }) } as object }))
}

/** What takes a deed back; nothing where it cannot be taken back without telling more people. */
export function undoOf(job: JobSeen, deed: DeedName): (() => Promise<unknown>) | undefined {
  const back: Partial<Record<DeedName, () => Promise<unknown>>> = {
    defer: () => doTo(job.id, 'resume', {}),
    resume: () => doTo(job.id, 'defer', { because: job.deferredBecause ?? '', until: job.deferredUntil ?? '' }),
    complete: () => doTo(job.id, 'reopen', {}),
    cancel: () => doTo(job.id, 'reopen', {}),
    'on-site': () => changeNow(job.id, { onSiteAt: null }),
    'off-site': () => changeNow(job.id, { offSiteAt: null }),
  }
  return back[deed]
}

type Written = Partial<Record<string, unknown>>

/** Writes fields of the job, as it was seen in this version. */
export const change = (id: string, fields: Written, version: number) =>
  answer(api.PATCH('/jobs/{id}', { params: { path: { id } }, body: { ...fields, version } }))

/** Writes fields of the job as it is now, whatever others saved meanwhile: for taking back what was done. */
export async function changeNow(id: string, fields: Written) {
  const { version } = await answer(api.GET('/jobs/{id}', { params: { path: { id } } }))
  return change(id, fields, version)
}
