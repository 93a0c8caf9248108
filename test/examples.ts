import assert from 'node:assert/strict'
import type { TrialCompany, TrialDoor } from './trial-door.ts'

export type Example = Readonly<{ path: string; body?: unknown; type?: string }>

export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0])

/** Rows of every kind in a company: a job that was told of, its message with a paper, a photo, a rule and a key. */
export async function furnish({ ask, settle }: TrialDoor, company: TrialCompany) {
  const { administer } = company.keys
  const make = async (path: string, body: unknown, headers = {}) => {
    const made = await ask(administer, `POST ${path}`, body, headers)
    assert.equal(made.status, 201, made.text)
    return made.body
  }
  const { rule } = await make('/rules', ruleOf(company))
  const { job } = await make('/jobs', company.opening)
  await ask(administer, `POST /jobs/${job.id}/dispatch`, { technicianIds: [company.ids.person] })
  const photo = await make(`/jobs/${job.id}/photos`, JPEG, { 'content-type': 'image/jpeg' })
  const { key } = await make('/keys', { name: 'Spare', scopes: ['read'] })
  await settle()
  const { items } = (await ask(administer, 'GET /messages')).body
  return {
    ...company.ids,
    rule: rule.id,
    job: job.id,
    photo: photo.id,
    key: key.id,
    message: items[0].id,
    code: company.code,
  }
}
export type Furnished = Awaited<ReturnType<typeof furnish>>

const ruleOf = ({ ids }: { ids: { customer: string; serviceType: string } }) => ({
  does: 'tell',
  owner: { kind: 'customer', id: ids.customer },
  serviceTypeId: ids.serviceType,
  occasion: 'dispatched',
  via: 'pdf-email',
  address: 'facilities@mill.example',
})

/** For every route a request as somebody in that company would make it. */
export const examplesOf = (at: Furnished): Record<string, Example> => ({
  ...directoryExamples(at),
  ...jobExamples(at),
  getCompany: { path: '/company' },
  changeCompany: { path: '/company', body: { name: 'Renamed' } },
  addApiKey: { path: '/keys', body: { name: 'Another', scopes: ['read'] } },
  listApiKeys: { path: '/keys' },
  revokeApiKey: { path: `/keys/${at.key}` },
  listDecisions: { path: '/decisions' },
  listMessages: { path: `/messages?jobId=${at.job}` },
  getMessage: { path: `/messages/${at.message}` },
  getMessagePaper: { path: `/messages/${at.message}/paper` },
  addRule: { path: '/rules', body: ruleOf({ ids: at }) },
  listRules: { path: `/rules?ownerKind=customer&ownerId=${at.customer}` },
  getRule: { path: `/rules/${at.rule}` },
  changeRule: { path: `/rules/${at.rule}`, body: { version: 1, ...ruleOf({ ids: at }), active: false } },
  removeRule: { path: `/rules/${at.rule}` },
  listTemplates: { path: '/templates' },
  saveTemplate: { path: '/templates/sms', body: { version: 0, subject: null, body: '{{number}} {{reasons}}' } },
  getSheetLayout: { path: '/sheet-layout' },
  saveSheetLayout: { path: '/sheet-layout', body: { version: 0, fields: ['number', 'site'] } },
  previewMessages: { path: '/templates/preview', body: { job: at.job } },
  getHealth: { path: '/health' },
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
      ]
    }),
  )
}

function jobExamples(at: Furnished): Record<string, Example> {
  const opening = { siteId: at.site, serviceTypeId: at.serviceType, initialRequest: 'Zone 4' }
  const links = { customerId: at.customer, alarmCompanyId: at.alarmCompany, providerId: at.provider }
  const path = `/jobs/${at.job}`
  return {
    openJob: { path: '/jobs', body: { ...opening, ...links } },
    listJobs: { path: `/jobs?siteId=${at.site}` },
    getJob: { path },
    listJobEvents: { path: `${path}/events` },
    printJob: { path: `${path}/pdf` },
    listJobDecisions: { path: `/jobs/${at.code}-1/decisions` },
    changeJob: { path, body: { version: 1, ...opening, ...links } },
    dispatchJob: { path: `${path}/dispatch`, body: { providerId: at.provider, technicianIds: [at.person] } },
    arriveOnSite: { path: `${path}/on-site`, body: {} },
    leaveSite: { path: `/jobs/${at.code}-1/off-site`, body: { outcome: 'All sealed' } },
    setJobStatus: { path: `${path}/status`, body: { statusId: at.status } },
    completeJob: { path: `${path}/complete`, body: {} },
    cancelJob: { path: `${path}/cancel`, body: {} },
    reopenJob: { path: `${path}/reopen`, body: {} },
    deferJob: { path: `${path}/defer`, body: { because: 'No access', until: '2026-11-28' } },
    resumeJob: { path: `${path}/resume`, body: {} },
    addVisit: { path: `${path}/visits`, body: { technicianIds: [at.person] } },
    setTechnicianStatus: { path: `${path}/visits/1/technicians/${at.person}`, body: { statusId: at.status } },
    addPhoto: { path: `${path}/photos`, body: JPEG, type: 'image/jpeg' },
    listPhotos: { path: `${path}/photos` },
    getPhoto: { path: `${path}/photos/${at.photo}` },
  }
}
