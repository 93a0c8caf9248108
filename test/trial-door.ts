import assert from 'node:assert/strict'
import { type Database, poolIn } from '#db/sql.ts'
import { openPost } from '#delivery/at-once.run.ts'
import { carryOnce } from '#delivery/delivery.run.ts'
import { addApiKey } from '#directory/access.run.ts'
import { addCompany, addEntry, type NewEntry } from '#directory/directory.run.ts'
import { CALLOUT, type EntryKind, type Scope } from '#directory/directory.ts'
import { openSignIn } from '#directory/sign-in.run.ts'
import { openChanges } from '#http/changes.run.ts'
import { openDoor } from '#http/door.ts'
import type { LogLine } from '#http/doorway.run.ts'
import type { Rooms } from '#http/rooms.ts'
import { openDesk } from '#jobs/jobs.run.ts'
import { openPress } from '#messages/pdf.run.ts'
import { LANES } from '#rules/notice.ts'
import { planOnce } from '#rules/plan.run.ts'
import { linksFor, openCarriers } from '../src/carriers.ts'
import { CAPTURED } from '../src/config.ts'
import { type Document, faultsIn } from './conforms.ts'
import { freshDatabase } from './database.ts'

export const NOW = Temporal.Instant.from('2026-11-20T15:00:00Z')

/**
 * A door on a database of its own, with a clock that we hold and two companies that must not hear of each other. Every
 * answer is held against the OpenAPI document as it comes.
 */
export async function trialDoor() {
  const { db, connection, drop } = await freshDatabase()
  const log: LogLine[] = []
  const time = { now: NOW }
  const clock = () => time.now
  const press = openPress()
  const desk = openDesk(db, clock)
  const changes = openChanges(db, clock)
  const health = async () => ({
    unplanned: { waiting: 0, oldest: null },
    lanes: [{ lane: 'urgent', waiting: 2, oldestDueSeconds: 1.5 }] as const,
    stations: [{ name: 'plan', lastTurn: NOW }],
    ...{ lookedAt: NOW, alarms: [], channels: [], heartbeat: null },
  })
  // Programs that a test is listening as are on this machine.
  const carriers = { ...CAPTURED, webhooksMayReach: ['127.0.0.0/8'] }
  const links = await linksFor(db, carriers)
  const webhooks = openCarriers(carriers, 'webhook', { lane: 'normal', db, clock, links })[0]!
  const signIn = openSignIn(db, poolIn(connection, 'auth', 2))
  const post = openPost([], () => {})
  const rooms: Rooms = {
    db,
    clock,
    desk,
    signIn,
    post,
    press,
    changes,
    webhooks,
    health,
    log: line => log.push(line),
  }
  const door = openDoor(rooms)
  const harbour = await buildCompany(db, 'HRB')
  const other = await buildCompany(db, 'OTH')
  const settle = async () => {
    while (await planOnce(db, { now: time.now })) {}
    for (const lane of LANES) while (await carryOnce(db, { press, lane, now: time.now })) {}
  }
  const close = async () => {
    changes.close()
    await press.close()
    await signIn.close()
    await drop()
  }
  return { db, door, desk, rooms, time, log, harbour, other, ask: asker(door), settle, close }
}

export type TrialDoor = Awaited<ReturnType<typeof trialDoor>>
export type TrialCompany = TrialDoor['harbour']
type Door = ReturnType<typeof openDoor>

/** Asks as the holder of a secret: `ask(key, 'GET /jobs')`. A body goes as JSON unless it is text or bytes. */
export function asker(door: Door) {
  let document: Promise<Document> | undefined
  return async (secret: string | null, line: string, body?: unknown, headers: Record<string, string> = {}) => {
    const [method = '', short = ''] = line.split(' ')
    const path = short.startsWith('/api/') ? short : `/api/v1${short}`
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await door.request(path, {
      method,
      headers: {
        ...(secret && { authorization: `Bearer ${secret}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const json = bodyOf(type, text)
    const { status } = response
    document ??= Promise.resolve(door.request('/api/v1/openapi.json')).then(told => told.json() as Promise<Document>)
    assert.deepEqual(faultsIn(await document, { method, path }, { status, type, body: json }), [], line)
    return { status, headers: response.headers, text, body: json }
  }
}
export type Ask = ReturnType<typeof asker>

function bodyOf(type: string, text: string) {
  if (type !== 'application/x-ndjson') return type.endsWith('json') ? JSON.parse(text) : undefined
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}

async function buildCompany(db: Database, code: string) {
  const place = { timeZone: 'Australia/Sydney', locale: 'en-AU', country: 'AU' }
  const added = await addCompany(db, { ...place, name: `Company ${code}`, code }, CALLOUT, NOW)
  assert.ok(added.ok)
  const companyId = added.company.id
  const entry = async <K extends EntryKind>(kind: K, values: Omit<NewEntry<K>, 'companyId'>) => {
    const saved = await addEntry(db, kind, { companyId, ...values } as NewEntry<K>, CALLOUT, NOW)
    assert.ok(saved.ok, JSON.stringify(saved))
    return saved.entry.id
  }
  const key = async (...scopes: Scope[]) => (await addApiKey(db, { companyId, name: 'Trial', scopes }, NOW)).secret
  const region = await entry('region', { name: 'North' })
  const reach = { email: 'desk@night.example', mobile: '+61491570156' }
  const customer = await entry('customer', { name: 'Hargreaves Timber', email: 'office@mill.example', phone: null })
  const alarmCompany = await entry('alarm-company', { name: 'Sentinel Alarms', email: null, phone: null })
  const provider = await entry('provider', { name: 'Night Patrols', ...reach })
  const technician = { role: 'technician', email: null, mobile: null, providerId: provider } as const
  const person = await entry('person', { name: 'Sipho Dlamini', ...technician })
  const links = { customerId: customer, alarmCompanyId: alarmCompany, regionId: region }
  const mill = { name: 'Hargreaves mill', address: '1 Mill Lane, Brookvale', timeZone: 'Australia/Sydney' }
  const site = await entry('site', { ...mill, ...links })
  const serviceType = await entry('service-type', { name: 'Burglar alarm', kind: 'alarm' })
  const status = await entry('status', { code: 'WAIT', name: 'Waiting', category: 'in-progress', step: null })
  return {
    id: companyId,
    code,
    ids: { region, customer, alarmCompany, provider, person, site, serviceType, status },
    keys: { read: await key('read'), dispatch: await key('dispatch'), administer: await key('administer') },
    /** What opens a job here. */
    opening: { siteId: site, serviceTypeId: serviceType, initialRequest: 'Zone 4, roller door' },
  }
}
