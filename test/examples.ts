import assert from 'node:assert/strict'
import sql from 'sql-template-tag'
import { later } from '#base/time.ts'
import { carryOnce } from '#delivery/delivery.run.ts'
import { settleOnce, takeReplies } from '#receipts/receipts.run.ts'
import { reportOnce } from '#rules/reports.run.ts'
import { people, peopleExamples } from './people-examples.ts'
import { jpeg } from './pictures.ts'
import { programExamples } from './program-examples.ts'
import type { TrialCompany, TrialDoor } from './trial-door.ts'

export type Example = Readonly<{ path: string; body?: unknown; type?: string }>

export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0])

const NOTIFICATIONS =
  'Owner Type,Owner,Service Type,Notify When,Via,Email Address / Mobile Number\n' +
  'Customer,Hargreaves Timber,All,Dispatched,SMS,0491 570 156\n'

/** Rows of every kind in a company: a job that was told of, its message with a paper, a photo, a rule and a key. */
export async function furnish(trial: TrialDoor, company: TrialCompany) {
  const { ask, settle } = trial
  const { administer } = company.keys
  const make = async (path: string, body: unknown, headers = {}) => {
    const made = await ask(administer, `POST ${path}`, body, headers)
    assert.equal(made.status, 201, made.text)
    return made.body
  }
  const { rule } = await make('/rules', ruleOf(company))
  const { rule: outward } = await make('/rules', outwardOf(company))
  const { job } = await make('/jobs', company.opening)
  await ask(administer, `POST /jobs/${job.id}/dispatch`, { technicianIds: [company.ids.person] })
  const photo = await make(`/jobs/${job.id}/photos`, JPEG, { 'content-type': 'image/jpeg' })
  const { job: past } = await make('/jobs', company.opening)
  await ask(administer, `POST /jobs/${past.id}/complete`, {})
  const charged = { customerId: company.ids.customer, currency: 'AUD', lines: [{ jobId: past.id, amount: 100 }] }
  const invoice = await make('/invoices', charged)
  const { key } = await make('/keys', { name: 'Spare', scopes: ['read'] })
  await settle()
  const jo = { does: 'add', via: 'sms', address: '0491 570 157' }
  const { recipient } = await make(`/jobs/${job.id}/recipients`, jo)
  const { items } = (await ask(administer, `GET /messages?jobId=${job.id}`)).body
  const { webhook } = await make('/webhooks', { url: `http://127.0.0.1:1/${job.id}` })
  const schedule = await make('/report-schedules', scheduleOf(company))
  const reported = await report(trial, company)
  await ask(administer, `PUT /people/${company.ids.person}/portrait`, jpeg(), { 'content-type': 'image/jpeg' })
  const complaint = await make('/complaints', { customerId: company.ids.customer, words: 'Came late' })
  return {
    ...company.ids,
    rule: rule.id,
    outward: outward.id,
    job: job.id,
    photo: photo.id,
    recipient: recipient.id,
    past: past.id,
    invoice: invoice.id,
    key: key.id,
    webhook: webhook.id,
    message: items[0].id,
    schedule: schedule.id,
    complaint: complaint.id,
    reported,
    reply: await answer(trial, company, reported),
    ...(await people(trial, company)),
    code: company.code,
  }
}
/** Lets the reports of a day fall due. The id of a message that carries one. */
async function report({ db, rooms, time, ask }: TrialDoor, { keys }: TrialCompany): Promise<string> {
  const now = later(time.now, 86_400)
  while (await reportOnce(db, { now }));
  while (await carryOnce(db, { press: rooms.press, lane: 'slow', now }));
  const { items } = (await ask(keys.read, 'GET /messages')).body
  return items.find(({ reportId }: { reportId: string | null }) => reportId).id
}

/** Lets somebody answer a message that was sent. The id of his answer. */
async function answer(
  { db, time: { now }, ask }: TrialDoor,
  { keys, code }: TrialCompany,
  id: string,
): Promise<string> {
  const from = `office@${code.toLowerCase()}.example`
  await db.query(sql`
    insert into attempt (company_id, delivery_id, number, carrier, started_at, ended_at, outcome)
    select company_id, id, 1, 'smtp', ${now}, ${now}, 'accepted'
    from delivery
    where id = ${id}
    on conflict do nothing`)
  await db.query(sql`
    update delivery
    set state = 'accepted', address = ${from}, ended_at = ${now}
    where id = ${id} and state = 'waiting'`)
  const key = `answer ${code}`
  const reply = { carrier: 'smtp', key, channel: 'email', from, to: 'alerts@example.com', raw: {}, at: now } as const
  await takeReplies(db, [{ ...reply, words: 'Thank you' }], now)
  await settleOnce(db, { now })
  return (await ask(keys.read, 'GET /replies')).body.items[0].id
}

const scheduleOf = ({ ids }: { ids: { customer: string } }) => ({
  ...{ name: 'Daily jobs', customerId: ids.customer, every: 'day', at: '07:00' },
  addresses: ['office@mill.example'],
})

export type Furnished = Awaited<ReturnType<typeof furnish>>

const ruleOf = ({ ids }: { ids: { customer: string; serviceType: string } }) => ({
  does: 'tell',
  owner: { kind: 'customer', id: ids.customer },
  serviceTypeId: ids.serviceType,
  occasion: 'dispatched',
  via: 'pdf-email',
  address: 'facilities@mill.example',
})

/** What a region tells its customers. */
const outwardOf = ({ ids }: { ids: { region: string } }) => ({
  ...{ does: 'tell', owner: { kind: 'region', id: ids.region }, occasion: 'closed', via: 'text-email' },
})

/** For every route a request as somebody in that company would make it. */
export const examplesOf = (at: Furnished): Record<string, Example> => ({
  ...directoryExamples(at),
  ...customerExamples(at),
  ...jobExamples(at),
  ...peopleExamples(at),
  ...programExamples(at),
  issueInvoice: {
    path: '/invoices',
    body: { customerId: at.customer, currency: 'AUD', number: '2026/7', lines: [{ jobId: at.past, amount: 12_000 }] },
  },
  listInvoices: { path: `/invoices?customerId=${at.customer}` },
  getInvoice: { path: `/invoices/${at.invoice}` },
  creditInvoice: { path: `/invoices/${at.invoice}/credit`, body: {} },
  printInvoice: { path: `/invoices/${at.invoice}/pdf` },
  getCompany: { path: '/company' },
  listHolidays: { path: '/company/holidays' },
  setHolidays: { path: '/company/holidays', body: { items: [{ day: '2026-11-03', name: 'Melbourne Cup' }] } },
  changeCompany: { path: '/company', body: { name: 'Renamed' } },
  listDecisions: { path: '/decisions' },
  listMessages: { path: `/messages?jobId=${at.job}` },
  countMessages: { path: '/messages/counts' },
  getMessage: { path: `/messages/${at.message}` },
  ...contactExamples(at),
  holdMessage: { path: `/messages/${at.message}/hold`, body: { note: 'Wrong template' } },
  releaseMessage: { path: `/messages/${at.message}/release`, body: {} },
  cancelMessage: { path: `/messages/${at.message}/cancel`, body: {} },
  resendMessage: { path: `/messages/${at.message}/resend`, body: { as: 'afresh' } },
  holdMessages: { path: '/messages/hold', body: { filter: { channel: 'email', from: '2026-01-01T00:00:00Z' } } },
  releaseMessages: { path: '/messages/release', body: { filter: { carrier: 'smtp' } } },
  cancelMessages: { path: '/messages/cancel', body: { filter: { lane: 'normal' } } },
  resendMessages: { path: '/messages/resend', body: { filter: { state: 'failed-for-good' }, as: 'as-it-was' } },
  getMessagePaper: { path: `/messages/${at.message}/paper` },
  getMessageSpreadsheet: { path: `/messages/${at.reported}/spreadsheet` },
  addReportSchedule: { path: '/report-schedules', body: scheduleOf({ ids: at }) },
  listReportSchedules: { path: `/report-schedules?customerId=${at.customer}` },
  getReportSchedule: { path: `/report-schedules/${at.schedule}` },
  changeReportSchedule: { path: `/report-schedules/${at.schedule}`, body: { version: 1, ...scheduleOf({ ids: at }) } },
  removeReportSchedule: { path: `/report-schedules/${at.schedule}` },
  printReport: { path: `/report-schedules/${at.schedule}/pdf` },
  spreadReport: { path: `/report-schedules/${at.schedule}/csv` },
  ...ruleExamples(at),
  listPrices: { path: '/prices' },
  setPrices: { path: '/prices', body: { items: [{ channel: 'sms', amount: '0.0795', currency: 'AUD' }] } },
  ...wordingExamples(at),
  rotateWebhookSecret: { path: `/webhooks/${at.webhook}/rotate-secret`, body: {} },
  getFigures: { path: '/figures?from=2026-11-01&until=2026-11-30' },
  spreadFigures: { path: '/figures/csv?table=customers&from=2026-11-01&until=2026-11-30' },
  getHealth: { path: '/health' },
  listAlarms: { path: '/alarms' },
})

const ruleExamples = (at: Furnished): Record<string, Example> => ({
  addRule: { path: '/rules', body: ruleOf({ ids: at }) },
  listRules: { path: `/rules?ownerKind=customer&ownerId=${at.customer}` },
  checkRule: { path: '/rules/check', body: ruleOf({ ids: at }) },
  countRules: { path: '/rules/counts' },
  listRuleOwners: { path: '/rules/owners?ownerKind=customer' },
  getRule: { path: `/rules/${at.rule}` },
  getRuleWarnings: { path: `/rules/${at.rule}/warnings` },
  changeRule: { path: `/rules/${at.rule}`, body: { version: 1, ...ruleOf({ ids: at }), active: false } },
  removeRule: { path: `/rules/${at.rule}` },
  getNotificationGates: { path: `/rules/${at.outward}/gates?customerId=${at.customer}` },
  importRules: { path: '/rules/import?dryRun=true', body: NOTIFICATIONS, type: 'text/csv' },
  rehearseRule: { path: '/rules/rehearsal', body: { rule: ruleOf({ ids: at }), replaces: at.rule } },
})

const wordingExamples = (at: Furnished): Record<string, Example> => ({
  listTemplates: { path: '/templates' },
  saveTemplate: { path: '/templates/sms', body: { version: 0, subject: null, body: '{{number}} {{reasons}}' } },
  saveTemplateIn: {
    path: '/templates/on-the-way.sms/de',
    body: { version: 0, subject: null, body: '{{technician}} kommt.' },
  },
  listTemplateVersions: { path: '/templates/sms/en/versions' },
  restoreTemplate: { path: '/templates/sms/en/restore', body: { version: 1, of: 0 } },
  getSheetLayout: { path: '/sheet-layout' },
  saveSheetLayout: { path: '/sheet-layout', body: { version: 0, fields: ['number', 'site'] } },
  previewMessages: { path: '/templates/preview', body: { job: at.job } },
})

function directoryExamples(at: Furnished): Record<string, Example> {
  const named = { name: 'Another' }
  const site = { address: '2 Mill Lane', timeZone: 'Australia/Perth' }
  const links = { customerId: at.customer, alarmCompanyId: at.alarmCompany, regionId: at.region }
  const added: Record<string, [path: string, id: string, added: object, changed?: object]> = {
    'Region Regions': ['/regions', at.region, named],
    'Customer Customers': ['/customers', at.customer, named],
    'AlarmCompany AlarmCompanies': ['/alarm-companies', at.alarmCompany, named],
    'Provider Providers': ['/providers', at.provider, { ...named, mobile: '0491 570 157' }],
    'Person People': ['/people', at.person, { ...named, role: 'technician', providerId: at.provider }],
    'Site Sites': ['/sites', at.site, { ...named, ...site, ...links }],
    'ServiceType ServiceTypes': ['/service-types', at.serviceType, { ...named, kind: 'patrol' }],
    'Status Statuses': ['/statuses', at.status, { ...named, code: 'NEW', category: 'complete' }, named],
  }
  return Object.fromEntries(
    Object.entries(added).flatMap(([names, [path, id, body, change = body]]) => {
      const [one, many] = names.split(' ')
      return [
        [`add${one}`, { path, body }],
        [`list${many}`, { path }],
        [`get${one}`, { path: `${path}/${id}` }],
        [`change${one}`, { path: `${path}/${id}`, body: change }],
        [`list${one}Changes`, { path: `${path}/${id}/changes` }],
        [`spread${many}`, { path: `${path}/csv` }],
        [
          `import${many}`,
          { path: `${path}/import?dryRun=true`, body: `id,name,code\n${id},Renamed,NEW\n`, type: 'text/csv' },
        ],
      ]
    }),
  )
}

function customerExamples(at: Furnished): Record<string, Example> {
  const portrait = `/people/${at.person}/portrait`
  return {
    setPortrait: { path: portrait, body: jpeg(), type: 'image/jpeg' },
    getPortrait: { path: portrait },
    removePortrait: { path: portrait },
    openComplaint: { path: '/complaints', body: { customerId: at.customer, words: 'Came late' } },
    listComplaints: { path: `/complaints?customerId=${at.customer}` },
    closeComplaint: { path: `/complaints/${at.complaint}/close`, body: {} },
    askForService: {
      path: '/requests',
      body: { siteId: at.site, customerId: at.customer, serviceTypeId: at.serviceType, words: 'The gate', name: 'Ana' },
    },
  }
}

function contactExamples(at: Furnished): Record<string, Example> {
  const path = '/contacts/email/facilities@mill.example'
  const because = 'asked so on the phone'
  return {
    listReplies: { path: `/replies?done=false&jobId=${at.job}` },
    finishReply: { path: `/replies/${at.reply}/done`, body: {} },
    listContacts: { path: '/contacts?trouble=true' },
    getContact: { path },
    optOutContact: { path: `${path}/opt-out`, body: { because } },
    optInContact: { path: `${path}/opt-in`, body: { because } },
    tryContactAgain: { path: `${path}/try-again`, body: {} },
    setContactQuietHours: { path: `${path}/quiet-hours`, body: { quietHours: { from: '22:00', until: '07:00' } } },
  }
}

function jobExamples(at: Furnished): Record<string, Example> {
  const opening = { siteId: at.site, serviceTypeId: at.serviceType, initialRequest: 'Zone 4' }
  const links = { customerId: at.customer, alarmCompanyId: at.alarmCompany, providerId: at.provider }
  const path = `/jobs/${at.job}`
  return {
    openJob: { path: '/jobs', body: { ...opening, ...links } },
    listJobs: { path: `/jobs?siteId=${at.site}` },
    listBoard: { path: `/board?ids=${at.job}` },
    countBoard: { path: '/board/counts' },
    getJob: { path },
    listJobEvents: { path: `${path}/events` },
    printJob: { path: `${path}/pdf` },
    listJobDecisions: { path: `/jobs/${at.code}-1/decisions?if=dispatched&providerId=${at.provider}` },
    listJobRecipients: { path: `${path}/recipients` },
    addJobRecipient: { path: `${path}/recipients`, body: { does: 'mute', ruleId: at.rule } },
    removeJobRecipient: { path: `${path}/recipients/${at.recipient}` },
    changeJob: { path, body: { version: 1, ...opening, ...links } },
    dispatchJob: { path: `${path}/dispatch`, body: { providerId: at.provider, technicianIds: [at.person] } },
    arriveOnSite: { path: `${path}/on-site`, body: {} },
    leaveSite: { path: `/jobs/${at.code}-1/off-site`, body: { outcome: 'All sealed' } },
    setJobStatus: { path: `${path}/status`, body: { statusId: at.status } },
    completeJob: { path: `${path}/complete`, body: {} },
    adviseParty: { path: `${path}/advise`, body: { party: 'customer' } },
    cancelJob: { path: `${path}/cancel`, body: {} },
    reopenJob: { path: `${path}/reopen`, body: {} },
    deferJob: { path: `${path}/defer`, body: { because: 'No access', until: '2026-11-28' } },
    resumeJob: { path: `${path}/resume`, body: {} },
    addVisit: { path: `${path}/visits`, body: { technicianIds: [at.person] } },
    setTechnicianStatus: { path: `${path}/visits/1/technicians/${at.person}`, body: { statusId: at.status } },
    undoTechnicianStatus: { path: `${path}/technicians/${at.person}/undo-status`, body: {} },
    undoJobStatus: { path: `${path}/undo-status`, body: {} },
    acceptRequest: { path: `${path}/accept`, body: {} },
    rejectRequest: { path: `${path}/reject`, body: { because: 'Not our trade' } },
    approveReport: { path: `${path}/approve-report`, body: {} },
    addPhoto: { path: `${path}/photos`, body: JPEG, type: 'image/jpeg' },
    listPhotos: { path: `${path}/photos` },
    getPhoto: { path: `${path}/photos/${at.photo}` },
  }
}
