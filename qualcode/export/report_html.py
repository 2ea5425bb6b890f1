"""A report as one HTML file: nothing in it is fetched from anywhere, runs, or is read as anything but text."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from qualcode.export.report import Block, Grid, Heading, Listing, Paragraph, Picture, Quotation, Report

# No script and no address outside the file, even if something slipped through: the browser refuses.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1b1f24; background: #fff; max-width: 60rem; margin: 2.5rem auto; padding: 0 1.5rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid #0072b2; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
.subtitle, .note, figcaption, caption, cite { color: #4b5561; font-size: .9rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; font-size: .92rem; }
caption { text-align: left; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid #d9dee3; white-space: pre-line; }
body { overflow-wrap: break-word; }
th { border-bottom: 2px solid #9aa4ae; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
blockquote { margin: .9rem 0; padding: .1rem 0 .1rem 1rem; border-left: 4px solid #e69f00; }
blockquote p { margin: 0; white-space: pre-line; }
cite { display: block; font-style: normal; }
figure { margin: 1rem 0; }
figure img { max-width: 100%; height: auto; }
nav ul { columns: 2; padding-left: 1.2rem; }
.scroll { overflow-x: auto; }
@media print { body { max-width: none; margin: 0; } h2 { break-after: avoid; } table, figure, blockquote { break-inside: avoid; } }
"""


def report_html(report: Report) -> str:
    """The whole page. Charts are pictures inside it (data addresses), in which nothing runs."""
    chapters = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    contents = "".join(f'<li><a href="#c{number}">{escape(words)}</a></li>' for number, words in enumerate(chapters, 1))
    body = "\n".join(_blocks(report.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<header><h1>{escape(report.title)}</h1>\n"
        f'<p class="subtitle">{escape(report.subtitle)}</p></header>\n<nav><ul>{contents}</ul></nav>\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    chapter = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter += 1
            yield f'<h2 id="c{chapter}">{escape(block.text)}</h2>'
        elif isinstance(block, Heading):
            yield f"<h3>{escape(block.text)}</h3>"
        elif isinstance(block, Paragraph):
            yield f'<p class="note">{escape(block.text)}</p>' if block.note else f"<p>{escape(block.text)}</p>"
        elif isinstance(block, Listing):
            yield "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
        elif isinstance(block, Grid):
            yield _grid(block)
        elif isinstance(block, Quotation):
            yield f"<blockquote><p>{escape(block.text)}</p><cite>{escape(block.source)}</cite></blockquote>"
        else:
            yield _picture(block)


def _grid(grid: Grid) -> str:
    kind = [' class="number"' if column in grid.numeric else "" for column in range(len(grid.header))]
    head = "".join(f'<th scope="col"{one}>{escape(cell)}</th>' for one, cell in zip(kind, grid.header, strict=True))
    rows = "\n".join(
        "<tr>" + "".join(f"<td{one}>{escape(cell)}</td>" for one, cell in zip(kind, row, strict=True)) + "</tr>" for row in grid.rows
    )
    caption = f"<caption>{escape(grid.caption)}</caption>" if grid.caption else ""
    return f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>'


def _picture(picture: Picture) -> str:
    data = base64.b64encode(picture.svg.encode("utf-8")).decode("ascii")
    caption = f"<figcaption>{escape(picture.caption)}</figcaption>" if picture.caption else ""
    image = f'<img src="data:image/svg+xml;base64,{data}" width="{picture.width}" alt="{escape(picture.alt)}">'
    return f"<figure>{image}{caption}</figure>"
