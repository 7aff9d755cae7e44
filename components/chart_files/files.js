// Saves the drawing of a chart as it stands on the page: an SVG of its own, or a PNG of twice its size.
// The page's own font goes along inside the file, so that every letter looks the same elsewhere. Nothing is fetched
// but that font, from the server the page came from.

const SCALE = 2
const MARGIN = 16

export default function ({ parentElement, data }) {
  const row = parentElement.querySelector('.files')
  row.replaceChildren(...data.files.map(file => button(file, data)))
}

function button(file, data) {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = file.label
  made.title = file.help
  made.onclick = async () => {
    made.disabled = true
    try { await save(file.kind, data) } finally { made.disabled = false }
  }
  return made
}

async function save(kind, data) {
  const drawn = document.querySelector(`.st-key-${CSS.escape(data.frame)} svg.marks`)
  if (!drawn) return
  const { text, width, height } = await picture(drawn, data.ground)
  const svg = new Blob([text], { type: 'image/svg+xml;charset=utf-8' })
  give(kind === 'svg' ? svg : await painted(svg, width, height), `${data.name}.${kind}`)
}

async function picture(drawn, ground) {
  const [width, height] = ['width', 'height'].map(side => Number(drawn.getAttribute(side)) + 2 * MARGIN)
  const copy = drawn.cloneNode(true)
  copy.removeAttribute('style')
  copy.setAttribute('width', width)
  copy.setAttribute('height', height)
  copy.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${width} ${height}`)
  const paper = element('rect', { x: -MARGIN, y: -MARGIN, width, height, fill: ground })
  const style = element('style', {})
  style.textContent = await fontFaces(drawn)
  copy.prepend(style, paper)
  return { text: new XMLSerializer().serializeToString(copy), width, height }
}

function element(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

// A picture file sees no font of the page; those that its texts are written in are laid inside.
async function fontFaces(drawn) {
  const used = new Set([...drawn.querySelectorAll('text')].map(one => family(getComputedStyle(one).fontFamily)))
  const rules = [...document.styleSheets].flatMap(readable).filter(rule => rule instanceof CSSFontFaceRule)
  const wanted = rules.filter(rule => used.has(family(rule.style.fontFamily)) && rule.style.fontStyle !== 'italic')
  return (await Promise.all(wanted.map(inlined))).join('\n')
}

function readable(sheet) {
  try { return [...sheet.cssRules] } catch { return [] }
}

function family(list) {
  return list.split(',')[0].replace(/["']/g, '').trim()
}

async function inlined(rule) {
  const found = /url\(["']?([^"')]+)["']?\)/.exec(rule.style.src || rule.cssText)
  if (!found) return ''
  const address = new URL(found[1], rule.parentStyleSheet.href || document.baseURI)
  if (address.origin !== location.origin && address.protocol !== 'data:') return ''
  try {
    const font = await dataAddress(await (await fetch(address)).blob())
    const weight = rule.style.fontWeight || 'normal'
    return `@font-face {font-family: "${family(rule.style.fontFamily)}"; font-weight: ${weight}; src: url("${font}")}`
  } catch { return '' }
}

function dataAddress(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    reader.onerror = failed
    reader.readAsDataURL(blob)
  })
}

async function painted(svg, width, height) {
  const image = new Image()
  // A blob's address would taint the canvas in some browsers; a data address does not.
  image.src = await dataAddress(svg)
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * SCALE
  canvas.height = height * SCALE
  const pen = canvas.getContext('2d')
  pen.scale(SCALE, SCALE)
  pen.drawImage(image, 0, 0, width, height)
  return new Promise(done => canvas.toBlob(done, 'image/png'))
}

function give(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
