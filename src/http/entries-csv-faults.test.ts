import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { beginAccount } from '#directory/accounts.run.ts'
import { file, sender } from '../../test/directory-files.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'

let trial: TrialDoor
before(async () => {
  trial = await trialDoor()
})
after(() => trial.close())

const twin = () => trial.harbour.ids.customer
const NOWHERE = '019abc00-0000-7000-8000-000000000001'
const FAULTS: [path: string, columns: string, line: () => string[], fault: string | RegExp][] = [
  ['/people', 'name,role', () => ['Jo', 'guard'], /^role "guard" must be one of administrator, dispatcher, technician/],
  ['/people', 'name,email', () => ['Jo', ''], /^role must be one of administrator/],
  ['/people', 'name,role', () => ['', 'technician'], 'name is missing.'],
  ['/people', 'name,role', () => ['x'.repeat(201), 'technician'], 'name must be at most 200 characters.'],
  [
    '/providers',
    'name,mobile',
    () => ['Day', '02 9999 1111'],
    'mobile "02 9999 1111": This number cannot receive a text. It is a fixed line: give a mobile number.',
  ],
  ['/providers', 'name,mobile', () => ['Day', '12'], /^mobile "12": This is not a phone number\./],
  [
    '/sites',
    'name,address,timeZone',
    () => ['Yard', '3 Dock St', 'Sydney'],
    'timeZone "Sydney": This is not a time zone. Use an IANA name such as Australia/Sydney.',
  ],
  [
    '/sites',
    'name,address,timeZone,customer',
    () => ['Yard', '3 Dock St', 'Australia/Sydney', 'Sentinel Alarm'],
    'customer: There is no customer "Sentinel Alarm": add it first, or put its name right.',
  ],
  [
    '/sites',
    'name,address,timeZone,alarmCompany',
    () => ['Yard', '3 Dock St', 'Australia/Sydney', 'Sentinel Alarm'],
    'alarmCompany: There is no alarm company "Sentinel Alarm": did you mean "Sentinel Alarms"?',
  ],
  [
    '/sites',
    'name,address,timeZone,regionId',
    () => ['Yard', '3 Dock St', 'Australia/Sydney', NOWHERE],
    'regionId: There is no region with this id: write its name instead.',
  ],
  [
    '/sites',
    'name,region,regionId',
    () => ['Hargreaves mill', 'South', trial.harbour.ids.region],
    'regionId is that of "North", but region says "South": leave one of the two cells empty, or let them name the same.',
  ],
  [
    '/customers',
    'id,name,headOfficeId',
    () => [twin(), 'Hargreaves Timber', twin()],
    /headOfficeId .*A customer cannot be its own head office/,
  ],
  ['/customers', 'name,mustBeAdvised', () => ['Nova', 'maybe'], 'mustBeAdvised is "maybe": write yes or no.'],
  ['/customers', 'name,language', () => ['Nova', 'klingon'], /^language "klingon" must be one of en, de, fr, es/],
  [
    '/customers',
    'id,name',
    () => [NOWHERE, 'Nova'],
    'There is no customer with this id: put it right, or leave it empty to add one.',
  ],
  [
    '/customers',
    'id,name',
    () => [trial.other.ids.customer, 'Ours now'],
    'There is no customer with this id: put it right, or leave it empty to add one.',
  ],
  ['/customers', 'id,name', () => ['17', 'Nova'], /There is no customer with this id/],
  [
    '/customers',
    'name',
    () => ['Nova', 'too much'],
    'It has more cells than there are columns: quote cells with commas.',
  ],
  [
    '/service-types',
    'name,kind,dispatchWithin',
    () => ['Patrol', 'patrol', 'soon'],
    'dispatchWithin "soon" must be a number.',
  ],
  ['/service-types', 'name,kind,onSiteWithin', () => ['Patrol', 'patrol', '0'], 'onSiteWithin must be at least 1.'],
  ['/regions', 'name,requestUrl', () => ['South', 'north'], /^requestUrl "north": This is not a web address\./],
]
for (const [path, columns, line, fault] of FAULTS) {
  test(`${path} with ${columns}: a line has the fault ${fault}`, async () => {
    const { rows, stored } = await sender(trial)(`${path}/import`, file(columns.split(','), line()))
    assert.deepEqual([stored, rows[0].line, rows[0].does], [false, 2, 'fault'])
    if (typeof fault === 'string') assert.equal(rows[0].fault, fault)
    else assert.match(rows[0].fault, fault)
  })
}

test('/people does not take their role from the last administrators who sign in, but from one of two', async () => {
  const { db, harbour, time } = trial
  const signingIn = async (name: string) => {
    const [email, role] = [`${name}@harbour.example`, 'administrator']
    const { body } = await trial.ask(harbour.keys.administer, 'POST /people', { name, role, email })
    await beginAccount(db, { companyId: harbour.id, personId: body.id, name, email, hash: 'of no password' }, time.now)
    return name
  }
  const names = [await signingIn('ruth'), await signingIn('sam')]
  const demoting = (some: string[]) => file(['name', 'role'], ...some.map(name => [name, 'dispatcher']))
  const both = await sender(trial)('/people/import', demoting(names))
  const last = 'role: No administrator who signs in would be left. Invite another one first.'
  assert.deepEqual([both.stored, both.rows.map(({ fault }: { fault?: string }) => fault)], [false, [last, last]])
  assert.equal((await sender(trial)('/people/import', demoting(names.slice(0, 1)))).stored, true)
})

for (const [kind, status, body, headers] of [
  ['column-missing', 422, 'id,email\n,a@b.example', {}],
  ['column-twice', 422, 'name,Name\na,b', {}],
  ['no-rows', 422, 'name', {}],
  ['not-utf-8', 422, Buffer.from('name\nCafé', 'latin1'), {}],
  ['not-csv', 422, 'name\n"never closed', {}],
  ['too-many-rows', 422, `name\n${'x\n'.repeat(20_001)}`, {}],
  ['file-too-large', 413, new Uint8Array(8_000_001), {}],
  ['wrong-type', 415, 'name\nx', { 'content-type': 'application/json' }],
] as const) {
  test(`a file is refused whole: ${kind}`, async () => {
    const answer = await trial.ask(trial.harbour.keys.administer, 'POST /customers/import', body, {
      'content-type': 'text/csv',
      ...headers,
    })
    assert.deepEqual([answer.status, answer.body.type], [status, `urn:callout:problem:${kind}`])
  })
}
