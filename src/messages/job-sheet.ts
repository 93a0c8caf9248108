import { jobNumber, type Technician } from '#jobs/job.ts'
import { type Facts, fullTime, shortTime } from './facts.ts'
import { type FieldName, fieldOf, fieldValue, type Layout } from './fields.ts'
import { line } from './plain.ts'
import type { JobSheet, SheetFact, SheetPhoto, SheetVisit } from './sheet.ts'
import { vocabularyOf } from './vocabularies.ts'

/** The photos of a job: those that are printed, and how many there are altogether. */
export type Photos = Readonly<{ printed: readonly SheetPhoto[]; all: number }>

/**
 * The sheet of the job as it stood after the event. E-mail attachments and printing both come from here, so they are
 * the same (S1.47); the layout says what is on it, and in which order (S1.48).
 */
export function sheetOf(facts: Facts, layout: Layout, photos: Photos): JobSheet {
  const { company, event } = facts
  const { labels, sheet } = vocabularyOf(facts)
  const number = jobNumber(company.code, event.job.number)
  const shown = (name: FieldName) => (layout.includes(name) ? fieldValue(name, facts, 'sheet') : '')
  const told = layout.map(fieldOf).map(({ name, shape }) => ({ name, label: labels[name], shape, value: shown(name) }))
  const bodyOf = (shape: string) =>
    told.filter(field => field.shape === shape && field.value && !IN_MASTHEAD.includes(field.name)).map(asFact)
  return {
    company: line(company.name),
    title: sheet.title(number),
    status: shown('status'),
    subtitle: [shown('site'), shown('address')].filter(Boolean).join(', '),
    zone: sheet.zone(facts.site.timeZone),
    fields: bodyOf('line'),
    texts: [...bodyOf('long'), ...(layout.includes('photos') ? leftOut(photos, facts) : [])],
    visits: layout.includes('visits') ? event.job.visits.map(visit => visitOf(visit, facts)) : [],
    photos: layout.includes('photos') ? photos.printed.map(captioned) : [],
    headings: { technician: sheet.technician, status: sheet.status, photos: labels.photos },
    footer: sheet.footer({ number, at: fullTime(facts, event.at), version: event.job.version }),
    locale: company.locale,
  }
}

const IN_MASTHEAD: readonly FieldName[] = ['number', 'status', 'site', 'address']

const asFact = ({ label, value }: SheetFact): SheetFact => ({ label, value })

const captioned = (photo: SheetPhoto): SheetPhoto => ({ ...photo, caption: line(photo.caption) })

function leftOut({ printed, all }: Photos, facts: Facts): SheetFact[] {
  const { labels, sheet } = vocabularyOf(facts)
  return all > printed.length ? [{ label: labels.photos, value: sheet.photosPrinted(printed.length, all) }] : []
}

/** The same sheet without photos, and with a word about why: a job report is worth having without them. */
export function withoutPhotos(sheet: JobSheet, because: string): JobSheet {
  const { sheet: words } = vocabularyOf({ company: sheet })
  const note = { label: sheet.headings.photos, value: words.photosNotPrinted(because) }
  return { ...sheet, photos: [], texts: [...sheet.texts, note] }
}

function visitOf({ number, technicians }: Facts['event']['job']['visits'][number], facts: Facts): SheetVisit {
  return {
    title: vocabularyOf(facts).sheet.visit(number),
    technicians: technicians.map(technician => ({
      name: nameIn(facts, 'person', technician.personId),
      status: nameIn(facts, 'status', technician.statusId),
      times: timesOf(technician, facts),
    })),
  }
}

const nameIn = ({ nameOf }: Facts, kind: 'person' | 'status', id: string | null): string => line(nameOf(kind, id) ?? '')

const timesOf = (technician: Technician, facts: Facts): SheetFact[] =>
  MOMENTS.flatMap(field => {
    const instant = technician[field]
    const label = vocabularyOf(facts).sheet.moments[field]
    return instant ? [{ label, value: shortTime(facts, instant) }] : []
  })

const MOMENTS = ['dispatchedAt', 'travellingAt', 'onSiteAt', 'offSiteAt'] as const
