import type { Occasion } from '../look/occasions.ts'

export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const
export type Language = keyof typeof LANGUAGES

/** What a template makes: an e-mail has a subject, a text is short, a call is heard. */
export type Medium = 'email' | 'sms' | 'call'
export const MEDIA: Readonly<Record<Medium, string>> = { email: 'E-mail', sms: 'Text', call: 'Call' }

const VIAS: Readonly<Record<string, readonly [title: string, medium: Medium]>> = {
  sms: ['Any job', 'sms'],
  'text-email': ['Any job, short', 'email'],
  'pdf-email': ['Any job, with the PDF', 'email'],
  call: ['Any job', 'call'],
}

/** The messages of customers: what they are called, and what happens when they are sent. */
const FACES: Readonly<Record<string, readonly [title: string, occasion: Occasion]>> = {
  'request-received': ['Request received', 'request-received'],
  'request-accepted': ['Request accepted', 'request-accepted'],
  'request-rejected': ['Request declined', 'request-rejected'],
  created: ['Job opened', 'created'],
  appointment: ['Appointment', 'appointment'],
  'on-the-way': ['On the way', 'status-set'],
  'on-site': ['On site', 'status-set'],
  status: ['Another status', 'status-set'],
  corrected: ['Status taken back', 'corrected'],
  closed: ['Thank you', 'closed'],
  'follow-up': ['Follow-up', 'follow-up'],
  'job-report': ['Job report', 'job-report'],
}

/** What a template is called by people, what it makes, and on which occasion. */
export type Named = Readonly<{
  title: string
  medium: Medium
  group: 'office' | 'customer' | 'rule'
  /** Undefined: on any. */
  occasion?: Occasion
  ruleId?: string
}>

/** The name of a template in people's words. */
export function namedTemplate(name: string): Named {
  const via = VIAS[name]
  if (via) return { title: via[0], medium: via[1], group: 'office' }
  const [, ruleId, suffix = ''] = /^rule-(.{36})(\.sms|\.call)?$/.exec(name) ?? []
  if (ruleId) {
    const medium = suffix === '.sms' ? 'sms' : suffix === '.call' ? 'call' : 'email'
    return { title: 'Words of one rule', medium, group: 'rule', ruleId }
  }
  const medium = name.endsWith('.sms') ? 'sms' : 'email'
  const [title, occasion] = FACES[name.replace(/\.sms$/, '')] ?? [name, undefined]
  return { title, medium, group: 'customer', ...(occasion && { occasion }) }
}

/** In the order in which they are listed: those of the office, then those of customers in the order of a job. */
export const ORDER: readonly string[] = [
  ...Object.keys(VIAS),
  ...Object.keys(FACES).flatMap(name => (name === 'job-report' ? [name] : [name, `${name}.sms`])),
]

export const GROUPS: Readonly<Record<Named['group'], string>> = {
  office: 'For those who work on a job',
  customer: 'For customers',
  rule: 'Rules with words of their own',
}

/** Which of the previewed messages a template makes. */
export const previewOf = (name: string): 'sms' | 'text-email' | 'pdf-email' | 'call' => {
  const { medium } = namedTemplate(name)
  return medium === 'email' ? (name === 'pdf-email' ? 'pdf-email' : 'text-email') : medium
}

/** How a template begins, as it is read: fields in ‹ ›, without what decides whether something is said at all. */
export const gistOf = (template: string): string =>
  template
    .slice(0, 400)
    .replace(/\{\{\^(\w+)\}\}.*?\{\{\/\1\}\}/gs, '')
    .replace(/\{\{[#/]\w+\}\}/g, '')
    .replace(/\{\{\{?&?(\w+)\}?\}\}/g, '‹$1›')
    .replace(/\s+/g, ' ')
