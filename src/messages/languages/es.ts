import type { Vocabulary } from './vocabulary.ts'

export const ES: Vocabulary = {
  labels: {
    number: 'Número de trabajo',
    status: 'Estado',
    site: 'Lugar',
    address: 'Dirección',
    customer: 'Cliente',
    alarmCompany: 'Central de alarmas',
    serviceType: 'Servicio',
    priority: 'Prioridad',
    initialRequest: 'Solicitud',
    incidentRaised: 'Incidencia',
    docketNumber: 'Parte',
    provider: 'Proveedor',
    visits: 'Técnicos',
    openedAt: 'Abierto',
    dispatchedAt: 'Enviado',
    onSiteAt: 'Llegada',
    offSiteAt: 'Salida',
    outcome: 'Resultado',
    orderNumber: 'Pedido',
    notes: 'Notas internas',
    photos: 'Fotos',
  },
  listed,
  changed: 'cambiado',
  cleared: 'borrado',
  raised: 'Registrada',
  reasons: {
    dispatched: 'enviado',
    redispatched: 'enviado de nuevo',
    reassigned: 'ya no es suyo',
    nowIs: status => (status === null ? 'ahora cerrado' : `ahora ${status}`),
    updated: 'cambiado',
    incomplete: days => `sin terminar${days > 0 ? ` tras ${days} ${days === 1 ? 'día' : 'días'}` : ''}`,
    lacks: labels => `falta: ${listed(labels.map(label => label.toLowerCase()))}`,
    invoiced: numbers => `facturado: ${listed(numbers)}`,
    requestReceived: 'solicitud recibida',
    requestAccepted: 'solicitud aceptada',
    requestRejected: 'solicitud rechazada',
    created: 'trabajo nuevo',
    appointment: window => (window ? `cita ${window}` : 'cita anulada'),
    closed: 'cerrado',
    followUp: 'seguimiento',
    jobReport: revision => (revision > 1 ? `informe, revisado (v${revision})` : 'informe'),
    corrected: 'corregido',
  },
  sheet: {
    title: number => `Trabajo ${number}`,
    zone: timeZone => `Todas las horas son las del lugar (${timeZone}).`,
    visit: number => `Visita ${number}`,
    technician: 'Técnico',
    status: 'Estado',
    moments: { dispatchedAt: 'Enviado', travellingAt: 'En camino', onSiteAt: 'Llegada', offSiteAt: 'Salida' },
    photosPrinted: (printed, all) => `Aquí se imprimen ${printed} de ${all} fotos.`,
    photosNotPrinted: () => 'Las fotos no se pudieron imprimir.',
    footer: ({ number, at, version }) => `${number} tal como estaba el ${at}, versión ${version}`,
  },
  report: {
    title: number => `Informe ${number}`,
    revised: ({ number, revision }) => `Informe ${number}, versión ${revision}`,
    replaces: revision => `Versión ${revision}. Sustituye a la versión ${revision - 1}.`,
    changedSince: revision => `Cambios desde la versión ${revision}`,
    nothingChanged: 'Nada de lo que se muestra aquí.',
    now: 'Ahora',
    before: 'Antes',
    footer: ({ number, at, revision }) =>
      `Informe del trabajo ${number}, versión ${revision}. El trabajo tal como estaba el ${at}.`,
    hearers: {
      title: 'A quién se avisó',
      at: 'Cuándo',
      whom: 'A quién',
      of: 'De qué',
      by: 'Cómo',
      reached: 'Resultado',
    },
    nobodyHeard: 'No se avisó a nadie antes de este informe.',
    lastShown: (shown, all) => `Se muestran los últimos ${shown} de ${all}.`,
    whom: { provider: 'El proveedor', customer: 'El cliente', 'head-office': 'La sede central' },
    addressOf: {
      email: masked => `Correo a ${masked}`,
      sms: masked => `Teléfono ${masked}`,
      voice: masked => `Teléfono ${masked}`,
    },
    by: { sms: 'SMS', call: 'Llamada', 'text-email': 'Correo', 'pdf-email': 'Correo con PDF' },
    reached: {
      'on-its-way': 'En camino',
      accepted: 'Enviado',
      delivered: 'Entregado',
      uncertain: 'Enviado, recepción incierta',
      failed: 'Fallido',
      'not-reached': 'No se llegó a tiempo',
      stopped: 'Detenido',
      'sent-again': 'Fallido, reenviado',
    },
    of: {
      dispatched: 'Envío',
      reassigned: 'Pasado a otro proveedor',
      completed: 'Fin del trabajo',
      'updated-incomplete': 'Cambio',
      'updated-complete': 'Cambio',
      incomplete: 'Recordatorio: sin terminar',
      'details-missing': 'Recordatorio: faltan datos',
      invoiced: 'Factura',
      'request-received': 'Solicitud recibida',
      'request-accepted': 'Solicitud aceptada',
      'request-rejected': 'Solicitud rechazada',
      created: 'Trabajo nuevo',
      appointment: 'Cita',
      'status-set': 'Estado',
      closed: 'Trabajo cerrado',
      'follow-up': 'Seguimiento',
      'job-report': 'Informe del trabajo',
      corrected: 'Rectificación',
    },
  },
  spoken: { address, time, until: 'a' },
}

/** "y" becomes "e" before its own sound: "resultado e incidencia", but "agua y hielo". */
function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join()
  const last = words.at(-1)!
  const and = /^h?[ií](?![aeou])/i.test(last) ? 'e' : 'y'
  return `${words.slice(0, -1).join(', ')} ${and} ${last}`
}

// "C/ Mayor 3", "Avda. de la Paz", "Pza. Nueva".
function address(written: string): string {
  return written
    .replace(/\bC\/ ?/g, 'calle ')
    .replace(/\bAv(da|d)?\./g, 'avenida')
    .replace(/\bAvda\b/g, 'avenida')
    .replace(/\bP(l|za)\./g, 'plaza')
    .replace(/\bCtra\./g, 'carretera')
}

function time(hour: number, minute: string): string {
  if (minute === '00' && hour % 12 === 0) return hour === 0 ? 'medianoche' : 'mediodía'
  const part = hour < 6 ? 'de la madrugada' : hour < 12 ? 'de la mañana' : hour < 20 ? 'de la tarde' : 'de la noche'
  return `${hour % 12 || 12}${minute === '00' ? '' : ` y ${Number(minute)}`} ${part}`
}
