// Shows what the API says, every two seconds. All of it is set as text: nothing a caller wrote becomes markup.
const byId = id => document.getElementById(id)
const KEY = 'callout key'
const STATES = {
  waiting: ['→ on its way'],
  'failed-for-now': ['↻ failed, will be tried again', 'bad'],
  accepted: ['✓\u00a0handed over', 'good'],
  'failed-for-good': ['✕ failed', 'bad'],
  expired: ['✕ too late, not sent', 'bad'],
}
const CAPTURED = ['✓\u00a0captured: kept here, sent to nobody', 'good']
let locale
const el = (tag, ...inside) => {
  const made = document.createElement(tag)
  made.append(...inside)
  return made
}

function time(instant, timeZone) {
  if (!instant) return '–'
  const form = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }
  const words = new Date(instant).toLocaleString(locale, { timeZone, hourCycle: 'h23', ...form })
  return Object.assign(el('time', words), { dateTime: instant, title: `${instant} (${timeZone})` })
}

function stateOf({ state, carrier }) {
  const [words, className = ''] = state === 'accepted' && carrier === 'capture' ? CAPTURED : STATES[state]
  return Object.assign(el('span', words), { className })
}

async function ask(path) {
  const authorization = `Bearer ${sessionStorage.getItem(KEY)}`
  const response = await fetch(`api/v1${path}`, { headers: { authorization } })
  if (response.ok) return response
  const body = await response.json()
  throw Object.assign(new Error(`${body.title}. ${body.detail}`), { shut: response.status < 404 })
}

const get = async path => (await ask(path)).json()

// A link could not carry the key.
function paper(name, path) {
  const save = async () => {
    const href = URL.createObjectURL(await (await ask(path)).blob())
    Object.assign(el('a'), { href, download: name }).click()
    URL.revokeObjectURL(href)
  }
  return Object.assign(el('button', name), { type: 'button', onclick: () => save().catch(trouble) })
}

const listed = (...words) => words.filter(Boolean).join(' · ')

const OCCASIONS = {
  'updated-incomplete': 'updated while in progress',
  'updated-complete': 'updated afterwards',
  incomplete: 'reminder: not completed',
  'details-missing': 'reminder: details missing',
  reassigned: 'given to another provider',
}
const inWords = occasion => OCCASIONS[occasion] ?? occasion

const decided = ({ sentence, reference, occasion, at, timeZone }) => [
  `${sentence} `,
  el('small', `${reference} ${inWords(occasion)} · `, time(at, timeZone)),
]

const toldOf = ({ occasions }) => occasions.map(inWords).join(', ')

// What a row of each list shows, and what is inside when it is opened.
const LISTS = {
  jobs: {
    row: ({ reference, names, openedAt, timeZone, deferredBecause }) => [
      el('b', `${reference} ${names.site}`),
      time(openedAt, timeZone),
      el('small', listed(names.status, deferredBecause && 'deferred', names.serviceType, names.provider)),
    ],
    async inside({ id, timeZone, ...job }) {
      const { items, due } = await get(`/jobs/${id}/decisions`)
      const at = [job.dispatchedAt, job.onSiteAt, job.offSiteAt].map(instant => time(instant, timeZone))
      return [
        el('p', `${job.names.address} · dispatched `, at[0], ' · on site ', at[1], ' · off site ', at[2]),
        el('pre', [job.initialRequest, job.outcome].filter(Boolean).join('\n\n')),
        items.length > 0 ? el('ul', ...items.map(each => el('li', ...decided(each)))) : 'No rule has spoken of it yet.',
        ...(due.length > 0 ? [el('ul', ...due.map(each => el('li', each.sentence)))] : []),
      ]
    },
  },
  messages: {
    row: message => [
      el('b', message.address),
      time(message.at, message.timeZone),
      el(
        'small',
        listed(message.report ?? `${message.reference} ${message.site}`, toldOf(message)),
        ' · ',
        stateOf(message),
      ),
    ],
    async inside({ id }) {
      const { subject, body, segments, encoding, tries, timeZone, ...message } = await get(`/messages/${id}`)
      const told = ({ outcome, code, words }) => listed(outcome ?? 'under way', code, words)
      const attempts = tries.map(each => el('li', time(each.startedAt, timeZone), ` ${each.carrier}: ${told(each)}`))
      const weight = segments && `A text of ${segments} ${segments === 1 ? 'segment' : 'segments'} (${encoding})`
      const words = [subject, body, weight].filter(Boolean).join('\n\n')
      const papers = [
        message.paperName && paper(message.paperName, `/messages/${id}/paper`),
        message.spreadsheetName && paper(message.spreadsheetName, `/messages/${id}/spreadsheet`),
      ].filter(Boolean)
      return [el('pre', words), ...papers, attempts.length > 0 ? el('ul', ...attempts) : 'It has not been tried yet.']
    },
  },
  decisions: { row: decided },
}

const NAMES = { email: 'E-mail', sms: 'Texts', voice: 'Calls', webhook: 'Webhooks' }

const whyNot = ({ name, is, because }) =>
  `${name} ${is === 'paused' ? 'is paused' : 'cannot be reached'}${because ? `: ${because}` : ''}`

function markOf({ goes, accounts }) {
  if (goes === 'nowhere') return ['○ captured: kept here, sent to nobody']
  const out = accounts.filter(({ is }) => is !== 'working').map(whyNot)
  const working = accounts.find(({ is }) => is === 'working')
  if (!working) return [`✕ not sent now: ${out.join('; ')}`, 'bad']
  if (out.length > 0) return [`! sent for real by ${working.name}; ${out.join('; ')}`, 'bad']
  return [`✓ sent for real by ${working.name}`, 'good']
}

const MINUTE = 60_000
const LENGTHS = [
  ['day', 1440 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
]

// "6 minutes ago", in the words of the company's language.
function ago(instant) {
  const past = Date.now() - new Date(instant)
  const [unit, length] = LENGTHS.find(([, most]) => past >= most) ?? LENGTHS[2]
  return new Intl.RelativeTimeFormat(locale).format(-Math.max(Math.floor(past / length), 0), unit)
}

// A new alarm is read out; that its words are brought up to date is not, or they would be read out all night.
function showAlarms(alarms, timeZone) {
  const list = byId('alarms')
  const rows = new Map([...list.children].map(row => [row.id, row]))
  const ids = alarms.map(({ id, severity }) => `${severity}-${id}`)
  for (const [id, row] of rows) if (!ids.includes(id)) row.remove()
  for (const [i, { severity, words, since }] of alarms.entries()) {
    const heading = el('b', severity === 'alarm' ? '⚠ Alarm' : 'Warning')
    const inside = el('span', heading, ` ${words} `, el('small', 'Since ', time(since, timeZone), `, ${ago(since)}.`))
    inside.ariaLive = 'off'
    const row = rows.get(ids[i]) ?? Object.assign(el('p', inside), { id: ids[i], className: severity })
    if (!row.firstChild.isEqualNode(inside)) row.firstChild.replaceWith(inside)
    if (list.children[i] !== row) list.insertBefore(row, list.children[i] ?? null)
  }
}

function showChannels(channels) {
  const rows = channels.map(channel => {
    const [words, className = ''] = markOf(channel)
    return el('li', el('b', NAMES[channel.channel]), ' ', Object.assign(el('span', words), { className }))
  })
  const list = byId('channels')
  const now = el('ul', ...rows)
  if (now.innerHTML !== list.innerHTML) list.replaceChildren(...rows)
}

const keyOf = item =>
  item.id ?? [item.jobId, item.version, item.ruleId, item.occasion, item.ordinal, item.sentence].join()

// Rows that are there stay where they are, so that neither the focus nor a finger loses its place.
async function fill(name, items) {
  const list = byId(name)
  const keys = new Set(items.map(keyOf))
  const before = new Map([...list.children].map(li => [li.key, li]))
  for (const [key, li] of before) if (!keys.has(key)) li.remove()
  for (const [i, item] of items.entries()) {
    const li = before.get(keyOf(item)) ?? rowFor(LISTS[name], keyOf(item))
    li.show(item)
    if (list.children[i] !== li) list.insertBefore(li, list.children[i] ?? null)
  }
  list.nextElementSibling.hidden = items.length > 0
  for (const li of list.children) await li.load()
  const fresh = items.filter(item => !before.has(keyOf(item))).length
  return fresh > 0 ? [`${fresh} new in ${name}`] : []
}

function rowFor({ row, inside }, key) {
  const li = el('li', ...(inside ? [el('details', el('summary'), el('div'))] : []))
  const details = inside && li.firstChild
  let written = ''
  const show = item => {
    if (written !== JSON.stringify(item)) (details ? details.firstChild : li).replaceChildren(...row(item))
    written = JSON.stringify(item)
  }
  // What has not changed stays, so that words somebody has marked to copy are not taken from under his hand.
  const load = async () => {
    if (!details?.open) return
    const now = el('div', ...(await inside(JSON.parse(written))))
    if (!now.isEqualNode(details.lastChild)) details.lastChild.replaceWith(now)
  }
  if (details) details.ontoggle = () => load().catch(trouble)
  return Object.assign(li, { key, show, load })
}

async function look() {
  const asked = ['/company', '/health', '/jobs?limit=50', '/messages?limit=50', '/decisions?limit=20']
  const [company, health, ...pages] = await Promise.all(asked.map(get))
  locale = company.locale
  showAlarms(health.alarms, company.timeZone)
  showChannels(health.channels)
  byId('company').textContent = `${company.name} (${company.code})`
  const news = []
  for (const [i, name] of Object.keys(LISTS).entries()) news.push(...(await fill(name, pages[i].items)))
  if (news.length > 0 || byId('news').textContent.endsWith('again.')) say(news.join(', ') || 'Here again')
}

const say = text => byId('news').replaceChildren(text)
function trouble(error) {
  if (error.shut) sessionStorage.removeItem(KEY)
  say(error.shut ? error.message : `${error.message} – trying again.`)
}

function enter() {
  // A key that came with the address must stay neither there nor in the history.
  const [, key] = location.hash.split('key=')
  if (key) sessionStorage.setItem(KEY, key)
  if (key) history.replaceState(null, '', location.pathname)
  const inside = KEY in sessionStorage
  byId('enter').hidden = inside
  byId('leave').hidden = document.querySelector('main').hidden = !inside
  return inside
}

byId('enter').onsubmit = () => {
  sessionStorage.setItem(KEY, byId('key').value.trim())
  location.reload()
  return false
}
byId('leave').onclick = () => {
  sessionStorage.removeItem(KEY)
  location.reload()
}
addEventListener('hashchange', () => location.reload())
while (enter()) {
  await look().catch(trouble)
  await new Promise(resolve => setTimeout(resolve, KEY in sessionStorage ? 2000 : 0))
}
byId('key').focus()
