import type { FastifyReply } from 'fastify'

/** HTML that is safe to send: made by {@link html} alone, which escapes everything that is not such a piece itself. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = Html | string | number | null | undefined | false | Piece[]

export function html(strings: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(strings.reduce((text, string, place) => text + write(values[place - 1]) + string))
}

function write(value: Piece): string {
  if (value instanceof Html) return value.text
  if (Array.isArray(value)) return value.map(write).join('')
  if (value === null || value === undefined || value === false) return ''
  return String(value).replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A whole page. `formTarget`: another origin to which its form may lead. */
export function sendPage(reply: FastifyReply, page: Html, formTarget = ''): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-security-policy',
      [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        `form-action 'self' ${formTarget}`.trim(),
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join('; '),
    )
    .send(page.text)
}

export function layout(title: string, body: Html, options: { script?: boolean } = {}): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/_simulator/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/_simulator/assets/style.css" />
        ${options.script && html`<script src="/_simulator/assets/page.js" type="module"></script>`}
      </head>
      <body>
        ${body}
      </body>
    </html> `
}
