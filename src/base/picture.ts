/** What we take as a picture. */
export type PictureType = 'image/jpeg' | 'image/png'

/** What a picture is by its first bytes; undefined when it is neither. */
export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47) return 'image/png'
  return undefined
}

/** What a picture is, if it is a whole one with at most so many pixels: a small file may unpack to a huge picture. */
export function wholePicture(bytes: Uint8Array, mostPixels: number): PictureType | undefined {
  const type = pictureType(bytes)
  const pixels = type && pixelsOf(bytes, type)
  return pixels !== undefined && pixels <= mostPixels ? type : undefined
}

/** How many pixels a picture has; undefined when it is not a whole one of this type. */
export function pixelsOf(image: Uint8Array, type: PictureType): number | undefined {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength)
  const pixels = type === 'image/png' ? pngPixels(bytes) : jpegPixels(bytes)
  return pixels === undefined || pixels === 0 ? undefined : pixels
}

function pngPixels(bytes: Buffer): number | undefined {
  const signature = '89504e470d0a1a0a'
  if (bytes.toString('hex', 0, 8) !== signature || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  let at = 8
  while (at + 12 <= bytes.length) {
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (name === 'IEND') return bytes.readUInt32BE(16) * bytes.readUInt32BE(20)
    at += 12 + bytes.readUInt32BE(at)
  }
  return undefined
}

// The whole file is walked, not only to the first frame: a second, larger frame behind a small one would pass the limit,
// and a photo cut off in its middle has no end marker, yet decoders print its missing half as grey.
function jpegPixels(bytes: Buffer): number | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  const frames: number[] = []
  let at = 2
  while (at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    if (marker === 0xd9) return frames.length === 1 ? frames[0] : undefined
    if (at + 10 > bytes.length) return undefined
    if (isFrame(marker)) frames.push(bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7))
    at = nextMarker(bytes, at + 2 + bytes.readUInt16BE(at + 2))
  }
  return undefined
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

// Between markers lie the coded pixels, in which 0xff is followed by a zero or a restart count.
function nextMarker(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && isInsideScan(bytes[at + 1])) at = bytes.indexOf(0xff, at + 1)
  return at < 0 ? bytes.length : at
}

function isInsideScan(follower: number | undefined): boolean {
  return follower === 0x00 || follower === 0xff || (follower !== undefined && follower >= 0xd0 && follower <= 0xd7)
}
