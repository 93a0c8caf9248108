import { joinedBy, type Vocabulary } from './vocabulary.ts'

const listed = joinedBy('and')

export const EN: Vocabulary = {
  labels: {
    number: 'Job number',
    status: 'Status',
    site: 'Site',
    address: 'Address',
    customer: 'Customer',
    alarmCompany: 'Alarm company',
    serviceType: 'Service type',
    priority: 'Priority',
    initialRequest: 'Request',
    incidentRaised: 'Incident',
    docketNumber: 'Docket number',
    provider: 'Provider',
    visits: 'Technicians',
    openedAt: 'Opened',
    dispatchedAt: 'Dispatched',
    onSiteAt: 'On site',
    offSiteAt: 'Off site',
    outcome: 'Outcome',
    orderNumber: 'Order number',
    notes: 'Internal notes',
    photos: 'Photos',
  },
  listed,
  changed: 'changed',
  cleared: 'cleared',
  raised: 'Raised',
  reasons: {
    dispatched: 'dispatched',
    redispatched: 're-dispatched',
    reassigned: 'no longer yours',
    nowIs: status => `now ${status ?? 'closed'}`,
    updated: 'updated',
    incomplete: days => `not completed${days > 0 ? ` after ${days} ${days === 1 ? 'day' : 'days'}` : ''}`,
    lacks: labels => `lacks ${listed(labels.map(label => label.toLowerCase()))}`,
    invoiced: numbers => `invoiced: ${listed(numbers)}`,
    requestReceived: 'request received',
    requestAccepted: 'request accepted',
    requestRejected: 'request declined',
    created: 'new job',
    appointment: window => (window ? `appointment ${window}` : 'appointment cancelled'),
    closed: 'closed',
    followUp: 'follow-up',
    jobReport: revision => (revision > 1 ? `job report, revised (v${revision})` : 'job report'),
    corrected: 'corrected',
  },
  sheet: {
    title: number => `Job ${number}`,
    zone: timeZone => `All times are local to the site (${timeZone}).`,
    visit: number => `Visit ${number}`,
    technician: 'Technician',
    status: 'Status',
    moments: { dispatchedAt: 'Dispatched', travellingAt: 'Travelling', onSiteAt: 'On site', offSiteAt: 'Off site' },
    photosPrinted: (printed, all) => `${printed} of ${all} photos are printed here.`,
    photosNotPrinted: because => `The photos could not be printed. ${because}`,
    footer: ({ number, at, version }) => `${number} as it stood on ${at}, version ${version}`,
  },
  report: {
    title: number => `Job report ${number}`,
    revised: ({ number, revision }) => `Job report ${number}, version ${revision}`,
    replaces: revision => `Version ${revision}. It replaces version ${revision - 1}.`,
    changedSince: revision => `Changed since version ${revision}`,
    nothingChanged: 'Nothing that is shown here.',
    now: 'Now',
    before: 'Before',
    footer: ({ number, at, revision }) => `Job report ${number}, version ${revision}. The job as it stood on ${at}.`,
    hearers: {
      title: 'Who was told',
      at: 'When',
      whom: 'Whom',
      of: 'Of what',
      by: 'How',
      reached: 'What became of it',
    },
    nobodyHeard: 'Nobody was told before this report.',
    lastShown: (shown, all) => `The last ${shown} of ${all} are shown.`,
    whom: { provider: 'The provider', customer: 'The customer', 'head-office': 'The head office' },
    addressOf: {
      email: masked => `E-mail to ${masked}`,
      sms: masked => `Phone ${masked}`,
      voice: masked => `Phone ${masked}`,
    },
    by: { sms: 'Text', call: 'Call', 'text-email': 'E-mail', 'pdf-email': 'E-mail with PDF' },
    reached: {
      'on-its-way': 'On its way',
      accepted: 'Sent',
      delivered: 'Delivered',
      uncertain: 'Sent, perhaps not received',
      failed: 'Failed',
      'not-reached': 'Not reached in time',
      stopped: 'Stopped',
      'sent-again': 'Failed, sent again',
    },
    of: {
      dispatched: 'Dispatch',
      reassigned: 'Given to another provider',
      completed: 'Job ended',
      'updated-incomplete': 'Update',
      'updated-complete': 'Update',
      incomplete: 'Reminder: not completed',
      'details-missing': 'Reminder: details missing',
      invoiced: 'Invoice',
      'request-received': 'Request received',
      'request-accepted': 'Request accepted',
      'request-rejected': 'Request declined',
      created: 'New job',
      appointment: 'Appointment',
      'status-set': 'Status',
      closed: 'Job closed',
      'follow-up': 'Follow-up',
      'job-report': 'Job report',
      corrected: 'Correction',
    },
  },
  spoken: { address, time, until: 'to' },
}

/** An address as it is said: "12 Mill Rd" is 12 Mill Road, and "St Kilda Rd" Saint Kilda Road. */
function address(written: string): string {
  return written.replace(WORD, (found, word: string, at: number) => {
    if (word === 'St' || word === 'Dr') return beginsName(written, at, found) ? TITLES[word] : ROADS[word]!
    return ROADS[word] ?? found
  })
}

const TITLES = { St: 'Saint', Dr: 'Doctor' } as const

// As addresses are written in Australia, New Zealand, Britain and North America; only in this spelling, for "av" and "pl"
// are also words.
const ROADS: Readonly<Record<string, string>> = {
  ...{ Rd: 'Road', St: 'Street', Ave: 'Avenue', Av: 'Avenue', Dr: 'Drive', Ct: 'Court', Pl: 'Place', Ln: 'Lane' },
  ...{ Cres: 'Crescent', Cr: 'Crescent', Hwy: 'Highway', Pde: 'Parade', Tce: 'Terrace', Blvd: 'Boulevard' },
  ...{ Cl: 'Close', Sq: 'Square', Gr: 'Grove', Esp: 'Esplanade', Pkwy: 'Parkway', Mt: 'Mount', Ft: 'Fort' },
  ...{ Bldg: 'Building', Lvl: 'Level', Fl: 'Floor', Ste: 'Suite', Apt: 'Apartment', Cnr: 'Corner of' },
}

const WORD = new RegExp(String.raw`\b(${Object.keys(ROADS).join('|')})\b\.?`, 'g')

/** Before it is nothing, a number or a comma, and after it comes a name: "12 St Kilda Rd", and not "Mill St, Orange". */
function beginsName(written: string, at: number, found: string): boolean {
  return /(^|[\d,;/]\s*)$/.test(written.slice(0, at)) && /^\s+\p{Lu}/u.test(written.slice(at + found.length))
}

function time(hour: number, minute: string): string {
  if (minute === '00' && hour % 12 === 0) return hour === 0 ? 'midnight' : 'noon'
  const part = hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : hour < 22 ? 'in the evening' : 'at night'
  const said = minute === '00' ? '' : minute.startsWith('0') ? ` oh ${minute.slice(1)}` : ` ${minute}`
  return `${hour % 12 || 12}${said} ${part}`
}
