import { joinedBy, type Vocabulary } from './vocabulary.ts'

const listed = joinedBy('und')

export const DE: Vocabulary = {
  labels: {
    number: 'Auftragsnummer',
    status: 'Status',
    site: 'Objekt',
    address: 'Adresse',
    customer: 'Kunde',
    alarmCompany: 'Alarmzentrale',
    serviceType: 'Leistung',
    priority: 'Priorität',
    initialRequest: 'Anfrage',
    incidentRaised: 'Vorfall',
    docketNumber: 'Belegnummer',
    provider: 'Dienstleister',
    visits: 'Techniker',
    openedAt: 'Eröffnet',
    dispatchedAt: 'Entsandt',
    onSiteAt: 'Vor Ort',
    offSiteAt: 'Ort verlassen',
    outcome: 'Ergebnis',
    orderNumber: 'Bestellnummer',
    notes: 'Interne Notizen',
    photos: 'Fotos',
  },
  listed,
  changed: 'geändert',
  cleared: 'entfernt',
  raised: 'Gemeldet',
  reasons: {
    dispatched: 'entsandt',
    redispatched: 'erneut entsandt',
    reassigned: 'nicht mehr bei Ihnen',
    nowIs: status => (status === null ? 'jetzt abgeschlossen' : `jetzt ${status}`),
    updated: 'geändert',
    incomplete: days => (days > 0 ? `nach ${days} ${days === 1 ? 'Tag' : 'Tagen'} nicht erledigt` : 'nicht erledigt'),
    lacks: labels => `ohne ${listed(labels)}`,
    invoiced: numbers => `abgerechnet: ${listed(numbers)}`,
    requestReceived: 'Anfrage eingegangen',
    requestAccepted: 'Anfrage angenommen',
    requestRejected: 'Anfrage abgelehnt',
    created: 'neuer Auftrag',
    appointment: window => (window ? `Termin ${window}` : 'Termin abgesagt'),
    closed: 'abgeschlossen',
    followUp: 'Nachfrage',
    jobReport: revision => (revision > 1 ? `Bericht, überarbeitet (v${revision})` : 'Bericht'),
    corrected: 'berichtigt',
  },
  sheet: {
    title: number => `Auftrag ${number}`,
    zone: timeZone => `Alle Zeiten sind die des Objekts (${timeZone}).`,
    visit: number => `Einsatz ${number}`,
    technician: 'Techniker',
    status: 'Status',
    moments: { dispatchedAt: 'Entsandt', travellingAt: 'Unterwegs', onSiteAt: 'Vor Ort', offSiteAt: 'Ort verlassen' },
    photosPrinted: (printed, all) => `Hier sind ${printed} von ${all} Fotos gedruckt.`,
    photosNotPrinted: () => 'Die Fotos konnten nicht gedruckt werden.',
    footer: ({ number, at, version }) => `${number}, Stand ${at}, Version ${version}`,
  },
  report: {
    title: number => `Auftragsbericht ${number}`,
    revised: ({ number, revision }) => `Auftragsbericht ${number}, Version ${revision}`,
    replaces: revision => `Version ${revision}. Sie ersetzt Version ${revision - 1}.`,
    changedSince: revision => `Geändert seit Version ${revision}`,
    nothingChanged: 'Nichts, was hier gezeigt wird.',
    now: 'Jetzt',
    before: 'Vorher',
    footer: ({ number, at, revision }) => `Auftragsbericht ${number}, Version ${revision}. Stand des Auftrags: ${at}.`,
    hearers: {
      title: 'Wer benachrichtigt wurde',
      at: 'Wann',
      whom: 'Wer',
      of: 'Worüber',
      by: 'Wie',
      reached: 'Ergebnis',
    },
    nobodyHeard: 'Vor diesem Bericht wurde niemand benachrichtigt.',
    lastShown: (shown, all) => `Gezeigt werden die letzten ${shown} von ${all}.`,
    whom: { provider: 'Der Dienstleister', customer: 'Der Kunde', 'head-office': 'Die Zentrale' },
    addressOf: {
      email: masked => `E-Mail an ${masked}`,
      sms: masked => `Telefon ${masked}`,
      voice: masked => `Telefon ${masked}`,
    },
    by: { sms: 'SMS', call: 'Anruf', 'text-email': 'E-Mail', 'pdf-email': 'E-Mail mit PDF' },
    reached: {
      'on-its-way': 'Unterwegs',
      accepted: 'Gesendet',
      delivered: 'Zugestellt',
      uncertain: 'Gesendet, Empfang ungewiss',
      failed: 'Fehlgeschlagen',
      'not-reached': 'Nicht rechtzeitig erreicht',
      stopped: 'Angehalten',
      'sent-again': 'Fehlgeschlagen, erneut gesendet',
    },
    of: {
      dispatched: 'Entsendung',
      reassigned: 'An anderen Dienstleister',
      completed: 'Auftrag beendet',
      'updated-incomplete': 'Änderung',
      'updated-complete': 'Änderung',
      incomplete: 'Erinnerung: nicht erledigt',
      'details-missing': 'Erinnerung: Angaben fehlen',
      invoiced: 'Rechnung',
      'request-received': 'Anfrage eingegangen',
      'request-accepted': 'Anfrage angenommen',
      'request-rejected': 'Anfrage abgelehnt',
      created: 'Neuer Auftrag',
      appointment: 'Termin',
      'status-set': 'Status',
      closed: 'Auftrag abgeschlossen',
      'follow-up': 'Nachfrage',
      'job-report': 'Auftragsbericht',
      corrected: 'Berichtigung',
    },
  },
  spoken: { address, time, until: 'bis' },
}

// "Bahnhofstr. 3", "Berliner Str. 3", "Marktpl. 1".
function address(written: string): string {
  return written
    .replace(/(?<=\p{Ll})str\b\.?/gu, 'straße')
    .replace(/\bStr\b\.?/g, 'Straße')
    .replace(/(?<=\p{Ll})pl\./gu, 'platz')
    .replace(/\bPl\./g, 'Platz')
    .replace(/\bSt\. /g, 'Sankt ')
}

function time(hour: number, minute: string): string {
  if (hour === 0 && minute === '00') return 'Mitternacht'
  return minute === '00' ? `${hour} Uhr` : `${hour} Uhr ${Number(minute)}`
}
