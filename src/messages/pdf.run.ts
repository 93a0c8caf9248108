import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Proof } from './pdf.worker.ts'
import { refuseWords, type Sheet, SheetRefused } from './sheet.ts'

/** Prints job sheets and tables as PDF, one after another, away from the thread that answers people. */
export type PdfPress = Readonly<{
  print: (sheet: Sheet) => Promise<Uint8Array>
  close: () => Promise<void>
}>

/**
 * Opens a press for what PDF emails carry: job sheets (S1.47), invoices and reports. The same sheet always gives the same bytes. A print is rejected with
 * `SheetRefused` when the sheet can never be printed, and with any other error when the worker broke or took longer
 * than `limitMilliseconds`; the next print then has a new worker. An idle press does not keep the process alive.
 */
export function openPress({ limitMilliseconds = 10_000 }: { limitMilliseconds?: number } = {}): PdfPress {
  let bench: Bench | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false

  async function printNow(sheet: Sheet): Promise<Uint8Array> {
    if (closed) throw new Error(`The press is closed: the ${nameOf(sheet)} was not printed.`)
    const refused = refuseWords(sheet)
    if (refused !== null) throw new SheetRefused(refused)
    if (bench === undefined || bench.gone.aborted) bench = setUp()
    const proof = await printOn(bench, sheet, limitMilliseconds).catch(cause => {
      bench?.worker.terminate()
      bench = undefined
      throw new Error(sentenceFor(sheet, cause, limitMilliseconds), { cause })
    })
    return accepted(sheet, proof)
  }

  return {
    print: sheet => {
      const printed = queue.then(() => printNow(sheet))
      queue = Promise.allSettled([printed])
      return printed
    },
    close: async () => {
      closed = true
      await bench?.worker.terminate()
      await queue
    },
  }
}

type Bench = { worker: Worker; gone: AbortSignal; ready: boolean }

// Reading the fonts takes a quarter of a second, more on a busy machine, and is not counted against the sheet.
const startMilliseconds = 10_000

function setUp(): Bench {
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), { execArgv: [] })
  const gone = new AbortController()
  worker.unref()
  worker.on('error', cause => gone.abort(cause))
  worker.on('exit', () => gone.abort(new Error('the worker stopped')))
  return { worker, gone: gone.signal, ready: false }
}

async function printOn(bench: Bench, sheet: Sheet, limitMilliseconds: number): Promise<Proof> {
  bench.worker.ref()
  try {
    if (!bench.ready) await answerOf(bench, startMilliseconds)
    bench.ready = true
    bench.worker.postMessage(sheet)
    return await answerOf(bench, limitMilliseconds)
  } finally {
    bench.worker.unref()
  }
}

async function answerOf({ worker, gone }: Bench, milliseconds: number): Promise<Proof> {
  const signal = AbortSignal.any([gone, AbortSignal.timeout(milliseconds)])
  const [answer] = await once(worker, 'message', { signal })
  return answer
}

function sentenceFor(sheet: Sheet, cause: Error, limitMilliseconds: number): string {
  const reason = cause.cause instanceof Error ? cause.cause : cause
  if (reason.name === 'TimeoutError') return `The ${nameOf(sheet)} took longer than ${limitMilliseconds} ms to print.`
  return `The ${nameOf(sheet)} was not printed: ${reason.message}`
}

function accepted(sheet: Sheet, proof: Proof): Uint8Array {
  if ('refused' in proof) throw new SheetRefused(proof.refused)
  if ('failed' in proof) throw new Error(`The ${nameOf(sheet)} could not be typeset: ${proof.failed}`)
  return proof.pdf
}

const nameOf = (sheet: Sheet): string => ('kind' in sheet ? 'table' : 'job sheet')
