import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { copyOf, type JobSheet, refusal, refusePhotos } from './sheet.ts'

/** What the worker answers to one sheet; `refused` is about the sheet, `failed` is about us. */
export type Proof = Readonly<{ pdf: Uint8Array<ArrayBuffer> } | { refused: string } | { failed: string }>

// Typst reads nothing outside this folder, and the folder holds nothing but templates.
const folder = fileURLToPath(new URL('../../templates/pdf', import.meta.url))
const template = join(folder, 'job.typ')
const weights = ['400Regular', '600SemiBold']
const fonts = weights.map(weight => fontFile(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`))
const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: fonts }] })
const port = parentPort!

port.on('message', (sheet: JobSheet) => {
  const proof = print(sheet)
  port.postMessage(proof, 'pdf' in proof ? [proof.pdf.buffer] : [])
})
port.postMessage('ready')

function fontFile(name: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(name)))
}

function print(sheet: JobSheet): Proof {
  const refused = refusePhotos(sheet.photos)
  if (refused !== null) return { refused }
  lay(sheet)
  try {
    // Compiling and exporting in one call: a document handed to JavaScript keeps its unpacked photos until the garbage
    // collector comes by (870 MB after twenty prints of a 12-megapixel photo, against 126 MB this way).
    return { pdf: new Uint8Array(compiler.pdf({ mainFilePath: template })) }
  } catch (error) {
    return explain(sheet, error)
  } finally {
    clear(sheet)
  }
}

// The names are the same for every sheet: Typst never forgets a file name, and has room for 65 535 of them.
function lay(sheet: JobSheet): void {
  compiler.mapShadow(join(folder, 'sheet.json'), Buffer.from(copyOf(sheet)))
  for (const [index, photo] of sheet.photos.entries()) {
    compiler.mapShadow(join(folder, `photo-${index}`), Buffer.from(photo.image))
  }
}

// Age 1 keeps what this print shared with the one before it, worth 1.5 ms a print; but it keeps the unpacked photos of
// both prints too, and after ten large ones that is a gigabyte instead of 0.6.
function clear(sheet: JobSheet): void {
  compiler.resetShadow()
  compiler.evictCache(sheet.photos.length > 1 ? 0 : 1)
}

// Typst says that a picture cannot be decoded but not which one, so each is tried alone.
function explain(sheet: JobSheet, error: unknown): Proof {
  const broken = sheet.photos.findIndex((_photo, index) => !prints(`#image("photo-${index}")`))
  if (broken >= 0) return { refused: refusal(sheet.photos, broken) }
  return { failed: (error as { code?: string }).code ?? String(error) }
}

function prints(source: string): boolean {
  return !compiler.compile({ mainFileContent: source }).hasError()
}
