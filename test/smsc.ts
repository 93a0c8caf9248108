import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import smpp from 'smpp'
import { type Outgoing, WORDS_ALONE } from '#delivery/carrier.ts'

type Pdu = InstanceType<typeof smpp.PDU>
type Session = Parameters<Parameters<typeof smpp.createServer>[1]>[0]

/** What it does with a text: answers with a status, says nothing, hangs up, or answers that it understood nothing. */
export type Act = number | 'nothing' | 'hang-up' | 'nack'
/** What it says, to whom and to the how-manieth. Its answers to a login; to texts; to being asked whether it is there. */
export type Part = Readonly<{
  bind?: (systemId: string, password: string) => number | 'nothing'
  submit?: (pdu: Pdu, count: number) => Act
  /** The name it gives a text. */
  nameOf?: (count: number) => string
  alive?: () => boolean
}>

/** A short text to Ana. */
export const TEXT: Outgoing = {
  companyId: '0192f0c1-5f0b-7000-8000-000000000001',
  id: '0192f0c1-5f0b-7000-8000-00000000be2a',
  attempt: 1,
  lane: 'urgent',
  address: '+61491570156',
  subject: null,
  body: 'Alarm',
  replyTo: null,
  ...WORDS_ALONE,
}

/** A real SMSC on this machine, made of the other side of the library, that plays one part. */
export async function openSmsc(part: Part = {}, certificate: { key?: string; cert?: string } = {}) {
  const submits: Pdu[] = []
  const heard: string[] = []
  const sessions = new Set<Session>()
  const server = smpp.createServer(certificate, session => {
    session.on('pdu', (pdu: Pdu) => {
      heard.push(pdu.command)
      if (!pdu.isResponse()) play(pdu, session)
    })
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
  })

  function play(pdu: Pdu, session: Session): void {
    if (pdu.command === 'submit_sm') take(pdu, session)
    else if (pdu.command === 'bind_transceiver') welcome(pdu, session)
    else if (pdu.command !== 'enquire_link' || (part.alive?.() ?? true)) session.send(pdu.response())
  }

  function welcome(pdu: Pdu, session: Session): void {
    const status = part.bind?.(String(pdu.system_id), String(pdu.password)) ?? 0
    if (status === 'nothing') return
    if (status === 0) sessions.add(session)
    session.send(pdu.response({ command_status: status, system_id: 'SMSC' }))
  }

  function take(pdu: Pdu, session: Session): void {
    submits.push(pdu)
    const act = part.submit?.(pdu, submits.length) ?? 0
    if (act === 'hang-up') session.destroy()
    else if (act === 'nack') session.send(nackOf(pdu))
    else if (act !== 'nothing') session.send(pdu.response({ command_status: act, message_id: nameOf(submits.length) }))
  }

  const nameOf = part.nameOf ?? (count => `m-${count}`)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `smpp://callout:secret@127.0.0.1:${port}`,
    port,
    /** The texts it was given, the commands it heard, and those who are logged in. */
    submits,
    heard,
    sessions,
    close: async () => {
      for (const session of sessions) session.destroy()
      await new Promise(done => server.close(done))
    },
  }
}

const nackOf = ({ sequence_number }: Pdu) => new smpp.PDU('generic_nack', { command_status: 3, sequence_number })
