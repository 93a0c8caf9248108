import type { Directory, EntryKind } from '#directory/directory.ts'
import { PLAIN, type Rule, type TellRule } from '#rules/rule.ts'

/** The clock of the demo's company. */
export const ZONE = 'Australia/Sydney'

type Named<K extends EntryKind> = readonly (Partial<Omit<Directory[K], 'companyId' | 'id'>> & { name: string })[]

const AT_THE_DESK = { mobile: null, providerId: null } as const

/** Who and what there is in the demo's town. Entries name each other by name here. */
export const ENTRIES: { [K in EntryKind]?: Named<K> } = {
  region: [{ name: 'Blue Mountains', replyTo: 'mountains@southerncross.example' }, { name: 'Sydney west' }],
  customer: [
    { name: 'Hargreaves Timber', email: 'office@hargreaves.example', phone: null },
    { name: 'Bluegum Early Learning', email: 'director@bluegum.example', phone: null, regionId: 'Blue Mountains' },
    { name: 'Kestrel Freight', email: 'duty@kestrel.example', phone: '0491 570 110', mustBeAdvised: true },
    { name: 'Banksia Retail Group', email: 'facilities@banksia.example', phone: null, regionId: 'Sydney west' },
    { name: 'St Columba Hospital', email: 'engineering@stcolumba.example', phone: null },
  ],
  'alarm-company': [
    { name: 'Sentinel Monitoring', email: 'operators@sentinel.example', phone: null },
    { name: 'Farsight Alarms', email: 'desk@farsight.example', phone: null, docketNumberNeeded: 'at-end' },
  ],
  provider: [
    { name: 'Night Owl Patrols', email: 'control@nightowl.example', mobile: '0491 570 156' },
    { name: 'Tap & Tile Plumbing', email: 'jobs@tapandtile.example', mobile: null },
    { name: 'Harbour Locksmiths', email: 'van@harbourlocks.example', mobile: '0491 570 313' },
    { name: 'Western Guard', email: null, mobile: '0491 571 266' },
  ],
  'service-type': [
    { name: 'Burglar alarm', kind: 'alarm', dispatchWithin: 5, onSiteWithin: 35 },
    { name: 'Duress alarm', kind: 'alarm', dispatchWithin: 2, onSiteWithin: 20 },
    { name: 'Fire panel', kind: 'alarm', dispatchWithin: 2, onSiteWithin: 30 },
    { name: 'Plumbing', kind: 'service', dispatchWithin: 30, onSiteWithin: 240 },
    { name: 'Locks', kind: 'service', dispatchWithin: 15, onSiteWithin: 90 },
  ],
  person: [
    technician('Mere Tamihana', 'Night Owl Patrols'),
    technician('Josh Alder', 'Night Owl Patrols'),
    technician('Ruth Adeyemi', 'Western Guard'),
    technician('Dani Okafor', 'Tap & Tile Plumbing'),
    technician('Piet van Wyk', 'Harbour Locksmiths'),
    { name: 'Dana Whitcombe', role: 'administrator', email: 'dana@southerncross.example', ...AT_THE_DESK },
    { name: 'Priya Nair', role: 'dispatcher', email: 'priya@southerncross.example', ...AT_THE_DESK },
  ],
  site: [
    site('Hargreaves Mill', '12 Mill Road, Orange NSW', 'Hargreaves Timber'),
    site('Hargreaves Yard', '3 Dock Street, Fremantle WA', 'Hargreaves Timber', 'Australia/Perth'),
    site('Bluegum Centre', '40 Wattle Avenue, Katoomba NSW', 'Bluegum Early Learning'),
    site('Kestrel Depot', '88 Foundry Road, Seven Hills NSW', 'Kestrel Freight'),
    site('Kestrel Airside Store', '2 Apron Lane, Mascot NSW', 'Kestrel Freight'),
    site('Banksia Parramatta', '15 Church Street, Parramatta NSW', 'Banksia Retail Group'),
    site('Banksia Penrith', '301 High Street, Penrith NSW', 'Banksia Retail Group'),
    site('Banksia Perth City', '77 Hay Street, Perth WA', 'Banksia Retail Group', 'Australia/Perth'),
    site('St Columba East Wing', '1 Hospital Road, Randwick NSW', 'St Columba Hospital'),
    site('St Columba Pharmacy', '5 Hospital Road, Randwick NSW', 'St Columba Hospital'),
  ],
}

function site(name: string, address: string, customer: string, timeZone = ZONE) {
  const regionId = /Katoomba/.test(address) ? 'Blue Mountains' : null
  const alarmCompanyId = customer === 'Kestrel Freight' ? 'Farsight Alarms' : 'Sentinel Monitoring'
  return { name, address, timeZone, customerId: customer, alarmCompanyId, regionId }
}

function technician(name: string, provider: string) {
  return { name, role: 'technician', email: null, mobile: null, providerId: provider } as const
}

type TownRule = Omit<TellRule | Rule, 'companyId' | 'id' | 'version' | 'owner'> & {
  of: [Rule['owner']['kind'], string]
}

const tells = (
  of: TownRule['of'],
  occasion: TellRule['occasion'],
  via: TellRule['via'],
  to: {
    address?: string
    recipient?: string
    destination?: TellRule['destination']
    reminds?: Pick<TellRule, 'everyDays' | 'times'>
  },
) => ({
  of,
  does: 'tell' as const,
  occasion,
  via,
  destination: to.destination ?? 'address',
  address: to.address ?? null,
  recipient: to.recipient ?? null,
  serviceTypeId: null,
  active: true,
  ...PLAIN,
  ...to.reminds,
})

const DESK = { address: 'facilities@hargreaves.example', recipient: 'Facilities desk' }
/** Who is told what there. */
export const RULES: readonly TownRule[] = [
  tells(['customer', 'Hargreaves Timber'], 'dispatched', 'text-email', DESK),
  tells(['customer', 'Hargreaves Timber'], 'updated-incomplete', 'text-email', DESK),
  tells(['customer', 'Hargreaves Timber'], 'completed', 'pdf-email', DESK),
  tells(['alarm-company', 'Sentinel Monitoring'], 'completed', 'text-email', {
    address: 'operators@sentinel.example',
    recipient: 'Operators',
  }),
  tells(['alarm-company', 'Sentinel Monitoring'], 'updated-complete', 'text-email', {
    address: 'operators@sentinel.example',
    recipient: 'Operators',
  }),
  { of: ['site', 'Hargreaves Yard'], does: 'mute', occasion: null, serviceTypeId: null, active: true },
  tells(['site', 'Hargreaves Yard'], 'completed', 'sms', { address: '0491 570 157', recipient: 'Yard manager' }),
  tells(['customer', 'Bluegum Early Learning'], 'dispatched', 'sms', {
    destination: 'both',
    address: '0491 570 158',
    recipient: 'J. Cole',
  }),
  tells(['customer', 'Bluegum Early Learning'], 'updated-incomplete', 'sms', {
    address: '0491 570 158',
    recipient: 'J. Cole',
  }),
  tells(['customer', 'Bluegum Early Learning'], 'incomplete', 'text-email', {
    destination: 'provider',
    reminds: { everyDays: 3, times: 4 },
  }),
  tells(['customer', 'Bluegum Early Learning'], 'completed', 'pdf-email', {
    address: 'director@bluegum.example',
    recipient: 'Director',
  }),
  tells(['provider', 'Night Owl Patrols'], 'dispatched', 'sms', { address: '0491 570 156', recipient: 'Patrol car' }),
  tells(['customer', 'Kestrel Freight'], 'dispatched', 'sms', { address: '0491 570 110', recipient: 'Duty manager' }),
  tells(['customer', 'Kestrel Freight'], 'completed', 'pdf-email', {
    address: 'duty@kestrel.example',
    recipient: 'Duty manager',
  }),
  tells(['customer', 'Banksia Retail Group'], 'dispatched', 'text-email', {
    address: 'facilities@banksia.example',
    recipient: 'Facilities',
  }),
  tells(['customer', 'Banksia Retail Group'], 'completed', 'pdf-email', {
    address: 'facilities@banksia.example',
    recipient: 'Facilities',
  }),
  tells(['customer', 'St Columba Hospital'], 'dispatched', 'text-email', {
    address: 'engineering@stcolumba.example',
    recipient: 'Engineering',
  }),
  tells(['alarm-company', 'Farsight Alarms'], 'dispatched', 'text-email', {
    address: 'desk@farsight.example',
    recipient: 'Operators',
  }),
  tells(['provider', 'Western Guard'], 'dispatched', 'sms', { address: '0491 571 266', recipient: 'Patrol car' }),
  tells(['provider', 'Harbour Locksmiths'], 'dispatched', 'sms', { address: '0491 570 313', recipient: 'Van' }),
]
