import { joinedBy, type Vocabulary } from './vocabulary.ts'

const listed = joinedBy('et')

export const FR: Vocabulary = {
  labels: {
    number: "Numéro d'intervention",
    status: 'Statut',
    site: 'Site',
    address: 'Adresse',
    customer: 'Client',
    alarmCompany: 'Télésurveilleur',
    serviceType: 'Prestation',
    priority: 'Priorité',
    initialRequest: 'Demande',
    incidentRaised: 'Incident',
    docketNumber: 'Numéro de bon',
    provider: 'Prestataire',
    visits: 'Techniciens',
    openedAt: 'Ouverte',
    dispatchedAt: 'Envoyée',
    onSiteAt: 'Sur place',
    offSiteAt: 'Départ du site',
    outcome: 'Résultat',
    orderNumber: 'Numéro de commande',
    notes: 'Notes internes',
    photos: 'Photos',
  },
  listed,
  changed: 'modifié',
  cleared: 'effacé',
  raised: 'Signalé',
  reasons: {
    dispatched: 'envoyée',
    redispatched: 'envoyée de nouveau',
    reassigned: "n'est plus pour vous",
    nowIs: status => (status === null ? 'désormais close' : `désormais ${status}`),
    updated: 'modifiée',
    incomplete: days => `non terminée${days > 0 ? ` après ${days} ${days === 1 ? 'jour' : 'jours'}` : ''}`,
    lacks: labels => `il manque : ${listed(labels.map(label => label.toLowerCase()))}`,
    invoiced: numbers => `facturée : ${listed(numbers)}`,
    requestReceived: 'demande enregistrée',
    requestAccepted: 'demande acceptée',
    requestRejected: 'demande refusée',
    created: 'nouvelle intervention',
    appointment: window => (window ? `rendez-vous ${window}` : 'rendez-vous annulé'),
    closed: 'close',
    followUp: 'suivi',
    jobReport: revision => (revision > 1 ? `rapport, révisé (v${revision})` : 'rapport'),
    corrected: 'rectifiée',
  },
  sheet: {
    title: number => `Intervention ${number}`,
    zone: timeZone => `Toutes les heures sont celles du site (${timeZone}).`,
    visit: number => `Passage ${number}`,
    technician: 'Technicien',
    status: 'Statut',
    moments: { dispatchedAt: 'Envoyé', travellingAt: 'En route', onSiteAt: 'Sur place', offSiteAt: 'Départ du site' },
    photosPrinted: (printed, all) =>
      printed === 1 ? `Une photo sur ${all} est imprimée ici.` : `${printed} photos sur ${all} sont imprimées ici.`,
    photosNotPrinted: () => "Les photos n'ont pas pu être imprimées.",
    footer: ({ number, at, version }) => `${number}, état au ${at}, version ${version}`,
  },
  report: {
    title: number => `Rapport ${number}`,
    revised: ({ number, revision }) => `Rapport ${number}, version ${revision}`,
    replaces: revision => `Version ${revision}. Elle remplace la version ${revision - 1}.`,
    changedSince: revision => `Modifié depuis la version ${revision}`,
    nothingChanged: 'Rien de ce qui est montré ici.',
    now: 'Maintenant',
    before: 'Avant',
    footer: ({ number, at, revision }) =>
      `Rapport d'intervention ${number}, version ${revision}. État de l'intervention au ${at}.`,
    hearers: { title: 'Qui a été informé', at: 'Quand', whom: 'Qui', of: 'De quoi', by: 'Comment', reached: 'Suite' },
    nobodyHeard: "Personne n'a été informé avant ce rapport.",
    lastShown: (shown, all) => `Les ${shown} derniers de ${all} sont montrés.`,
    whom: { provider: 'Le prestataire', customer: 'Le client', 'head-office': 'Le siège' },
    addressOf: {
      email: masked => `E-mail à ${masked}`,
      sms: masked => `Téléphone ${masked}`,
      voice: masked => `Téléphone ${masked}`,
    },
    by: { sms: 'SMS', call: 'Appel', 'text-email': 'E-mail', 'pdf-email': 'E-mail avec PDF' },
    reached: {
      'on-its-way': 'En cours',
      accepted: 'Envoyé',
      delivered: 'Remis',
      uncertain: 'Envoyé, réception incertaine',
      failed: 'Échec',
      'not-reached': 'Non joint à temps',
      stopped: 'Arrêté',
      'sent-again': 'Échec, renvoyé',
    },
    of: {
      dispatched: 'Envoi sur place',
      reassigned: 'Confié à un autre',
      completed: 'Fin',
      'updated-incomplete': 'Modification',
      'updated-complete': 'Modification',
      incomplete: 'Rappel : non terminée',
      'details-missing': 'Rappel : données manquantes',
      invoiced: 'Facture',
      'request-received': 'Demande enregistrée',
      'request-accepted': 'Demande acceptée',
      'request-rejected': 'Demande refusée',
      created: 'Nouvelle intervention',
      appointment: 'Rendez-vous',
      'status-set': 'Statut',
      closed: 'Clôture',
      'follow-up': 'Suivi',
      'job-report': "Rapport d'intervention",
      corrected: 'Rectification',
    },
  },
  spoken: { address, time, until: 'à' },
}

const ROADS: Readonly<Record<string, string>> = {
  ...{ av: 'avenue', bd: 'boulevard', bld: 'boulevard', pl: 'place', rte: 'route', ch: 'chemin', imp: 'impasse' },
  ...{ all: 'allée', sq: 'square', fg: 'faubourg', st: 'saint', ste: 'sainte', cedex: 'cédex' },
}
const ROAD = new RegExp(String.raw`\b(${Object.keys(ROADS).join('|')})\b\.?(?=[\s-]|$)`, 'gi')

function address(written: string): string {
  return written.replace(ROAD, (_, word: string) => ROADS[word.toLowerCase()]!)
}

function time(hour: number, minute: string): string {
  if (minute === '00' && hour % 12 === 0) return hour === 0 ? 'minuit' : 'midi'
  return `${hour} heure${hour > 1 ? 's' : ''}${minute === '00' ? '' : ` ${Number(minute)}`}`
}
