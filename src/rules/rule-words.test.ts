import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MuteRule, PLAIN, type TellRule } from './rule.ts'
import { ruleInWords } from './rule-words.ts'

const common = { companyId: 'c', id: 'r', version: 1, serviceTypeId: null, active: true }
const rule: TellRule = {
  ...common,
  owner: { kind: 'customer', id: 'o' },
  ...{ does: 'tell', occasion: 'dispatched', via: 'pdf-email', destination: 'address' },
  ...{ address: 'desk@mill.example', recipient: null, ...PLAIN },
}
const names = { owner: 'Hargreaves Timber', nameOf: (id: string) => id }
const customer = { destination: 'customer', address: null, via: 'text-email' } as const
const region = { ...customer, owner: { kind: 'region', id: 'o' } } as const
const reminder = { occasion: 'incomplete', everyDays: 3, times: 4 } as const
const setTo = { ...customer, owner: { kind: 'status', id: 'o' }, occasion: 'status-set', statusId: 'En route' } as const
const report = { occasion: 'job-report' } as const

const SENTENCES: readonly [change: Partial<TellRule>, sentence: string][] = [
  [{}, 'When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to desk@mill.example.'],
  [
    { recipient: 'Jo' },
    'When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to Jo (desk@mill.example).',
  ],
  [{ address: null }, 'When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to nobody yet.'],
  [
    { active: false },
    'Switched off: When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to desk@mill.example.',
  ],
  [
    { owner: { kind: 'company', id: 'c' }, via: 'webhook', address: 'https://x.example/' },
    'When a job is dispatched, tell the program at https://x.example/.',
  ],
  [
    { owner: { kind: 'alarm-company', id: 'o' }, via: 'call' },
    'When a job of alarm company Hargreaves Timber is dispatched, call desk@mill.example.',
  ],
  [
    { owner: { kind: 'site', id: 'o' }, via: 'sms' },
    'When a job at Hargreaves Timber is dispatched, text desk@mill.example.',
  ],
  [
    { owner: { kind: 'provider', id: 'o' }, via: 'text-email' },
    'When a job of provider Hargreaves Timber is dispatched, e-mail desk@mill.example.',
  ],
  [
    { destination: 'both', via: 'sms' },
    'When a job of customer Hargreaves Timber is dispatched, text desk@mill.example and its provider.',
  ],
  [
    { destination: 'provider', address: null },
    'When a job of customer Hargreaves Timber is dispatched, e-mail a PDF to its provider.',
  ],
  [
    { serviceTypeId: 'Patrol' },
    'When a job of type "Patrol" of customer Hargreaves Timber is dispatched, e-mail a PDF to desk@mill.example.',
  ],
  [
    { onlyTypes: ['Patrol', 'Panic', 'Fire'], onlyPriorities: [1, 2], onlyStatuses: ['Waiting'] },
    'When a job of type "Patrol", "Panic" or "Fire" with priority 1 or 2 of customer Hargreaves Timber is dispatched and is then "Waiting", e-mail a PDF to desk@mill.example.',
  ],
  [
    { occasion: 'completed', leavesOutCancelled: true, gathersMinutes: 10, language: 'de' },
    'When a job of customer Hargreaves Timber is completed and was not cancelled or abandoned, e-mail a PDF to desk@mill.example in German, together with what else changes within 10 minutes.',
  ],
  [
    reminder,
    'When a job of customer Hargreaves Timber is still incomplete after 3 days, and again every 3 days, 4 times in all, e-mail a PDF to desk@mill.example.',
  ],
  [
    { ...reminder, everyDays: 1, times: 1 },
    'When a job of customer Hargreaves Timber is still incomplete after 1 day, e-mail a PDF to desk@mill.example.',
  ],
  [
    { ...reminder, occasion: 'details-missing', times: 1, details: ['outcome', 'orderNumber'] },
    'When a job of customer Hargreaves Timber still lacks its outcome, its order number or what its alarm company demands after 3 days, e-mail a PDF to desk@mill.example.',
  ],
  [
    { occasion: 'invoiced', groupsInvoice: true },
    'When a job of customer Hargreaves Timber is invoiced, e-mail a PDF to desk@mill.example, with all jobs of the invoice in one message.',
  ],
  [region, 'When a job of a customer in region Hargreaves Timber is dispatched, e-mail the customer.'],
  [
    { ...region, occasion: 'follow-up', everyDays: 7, times: 1, asksReview: true, tellsHeadOffice: true },
    'When a job of a customer in region Hargreaves Timber was closed 7 days ago, e-mail the customer and its head office, unless the customer has a complaint open.',
  ],
  [
    { ...setTo, turn: 'first', graceSeconds: 30 },
    'When a job is set to "En route" for the first time on a visit, e-mail the customer, unless it is taken back within 30 seconds.',
  ],
  [
    { ...setTo, turn: 'lead' },
    'When a job is set to "En route" by the lead technician of a visit, e-mail the customer.',
  ],
  [
    { ...setTo, turn: 'last' },
    'When a job is set to "En route" by the last technician of a visit, e-mail the customer.',
  ],
  [{ ...setTo, turn: 'every' }, 'When a job is set to "En route" by any technician of a visit, e-mail the customer.'],
  [
    report,
    'When a job of customer Hargreaves Timber is reported and was an alarm call or had an incident and was not cancelled or abandoned, e-mail a PDF to desk@mill.example.',
  ],
  [
    { ...report, reportsEveryJob: true, reportsCancelled: true },
    'When a job of customer Hargreaves Timber is reported of whatever kind it is or is cancelled, e-mail a PDF to desk@mill.example.',
  ],
]
for (const [change, sentence] of SENTENCES) {
  test(sentence, () => assert.equal(ruleInWords({ ...rule, ...change }, names), sentence))
}

const mute: MuteRule = { ...common, owner: { kind: 'site', id: 'o' }, does: 'mute', occasion: null }
for (const [change, sentence] of [
  [{}, "At Hargreaves Timber rules other than its own and the provider's are silent whatever happens to a job."],
  [
    { occasion: 'dispatched', serviceTypeId: 'Patrol' },
    'At Hargreaves Timber rules other than its own and the provider\'s are silent when a job of type "Patrol" is dispatched.',
  ],
] as [Partial<MuteRule>, string][]) {
  test(sentence, () => assert.equal(ruleInWords({ ...mute, ...change }, names), sentence))
}

test('whatever is chosen in a rule stands in its sentence: each option alone makes another', () => {
  const plain = { ...rule, ...setTo, turn: 'first' } as TellRule
  const chosen: Partial<Record<keyof TellRule, unknown>> = {
    ...{ serviceTypeId: 'A', active: false, via: 'sms', destination: 'both', address: 'x@y.example', statusId: 'B' },
    ...{ leavesOutCancelled: true, groupsInvoice: true, gathersMinutes: 5, onlyTypes: ['C'], onlyPriorities: [1] },
    ...{ onlyStatuses: ['D'], turn: 'every', graceSeconds: 9, tellsHeadOffice: true, asksReview: true, language: 'fr' },
  }
  const elsewhere = ['everyDays', 'times', 'details', 'reportsEveryJob', 'reportsCancelled', 'recipient']
  const usual = ruleInWords(plain, names)
  for (const name of Object.keys(PLAIN).filter(each => !elsewhere.includes(each)))
    assert.ok(name in chosen, `${name} is not looked at`)
  for (const [name, value] of Object.entries(chosen)) {
    const from = name === 'address' ? { ...plain, destination: 'address' as const } : plain
    assert.notEqual(ruleInWords({ ...from, [name]: value } as TellRule, names), usual, name)
  }
})
