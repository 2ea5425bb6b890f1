"""PDF files made for the tests: every page is drawn here, so that what must come out is known."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
TOPICS = [
    "de wijk",
    "het plein",
    "de buurtbus",
    "het zwembad",
    "de bibliotheek",
    "het park",
    "de school",
    "het loket",
    "de huisarts",
    "de markt",
]


def drawn(draw: Callable[[Canvas], None], *, encrypt: StandardEncryption | None = None) -> bytes:
    """The PDF that `draw` draws."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, encrypt=encrypt, invariant=1)
    draw(canvas)
    canvas.save()
    return target.getvalue()


def prose(number: int, sentences: int = 4) -> str:
    """Running text of its own for each number."""
    return " ".join(
        f"In plan {number} van stap {step} kiest de gemeente samen met de bewoners hoe {TOPICS[(number + step) % 10]} er over {step + 2} jaar uitziet."
        for step in range(sentences)
    )


def put(
    canvas: Canvas,
    text: str,
    *,
    x: float = 60,
    y: float,
    width: float = 470,
    size: float = 10,
    font: str = "Times-Roman",
    leading: float = 13,
) -> float:
    """Draws text wrapped to a width in points, from y (points from the top) on, and gives the height below it."""
    return put_lines(canvas, simpleSplit(text, font, size, width), x=x, y=y, size=size, font=font, leading=leading)


def put_lines(
    canvas: Canvas, lines: Sequence[str], *, x: float = 60, y: float, size: float = 10, font: str = "Times-Roman", leading: float = 13
) -> float:
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, HEIGHT - y, line)
        y += leading
    return y


def one_page(*lines: str) -> bytes:
    """A page with these lines as they are."""

    def draw(canvas: Canvas) -> None:
        put_lines(canvas, lines, y=100)
        canvas.showPage()

    return drawn(draw)


def two_columns(*, by_row: bool) -> bytes:
    """Six paragraphs in two columns under a title; painted column by column or row by row across both.

    The first line of a paragraph is indented.
    """

    def draw(canvas: Canvas) -> None:
        put_lines(canvas, ["Samen wonen in de stad"], y=70, size=18, font="Times-Bold")
        left = [line for number in range(3) for line in simpleSplit(f"Begin{number} " + prose(number), "Times-Roman", 10, 208)]
        right = [line for number in range(3, 6) for line in simpleSplit(f"Begin{number} " + prose(number), "Times-Roman", 10, 208)]
        places = [(60, 110 + 13 * row, line) for row, line in enumerate(left)] + [
            (310, 110 + 13 * row, line) for row, line in enumerate(right)
        ]
        if by_row:
            places.sort(key=lambda place: (place[1], place[0]))
        canvas.setFont("Times-Roman", 10)
        for x, y, line in places:
            canvas.drawString(x + 12 * line.startswith("Begin"), HEIGHT - y, line)
        canvas.showPage()

    return drawn(draw)


def report(pages: int = 8) -> bytes:
    """A report with a running header that names the section, a footer, page numbers and a paragraph over each page break."""
    sections = ["1 Inleiding", "2 Wonen", "3 Zorg", "4 Slot"]

    def draw(canvas: Canvas) -> None:
        for page in range(pages):
            section = sections[page * len(sections) // pages]
            put_lines(canvas, ["Beleidsplan Zorg en Welzijn"], y=30, size=8, font="Helvetica")
            put_lines(canvas, [section], x=450, y=30, size=8, font="Helvetica")
            put_lines(canvas, [f"Pagina {page + 1} van {pages}"], x=270, y=815, size=8, font="Helvetica")
            y = 80.0
            if page:
                y = put_lines(canvas, [f"zening{page} van {TOPICS[page % 10]} loopt hier nog even door."], y=y) + 8
            if not page or section != sections[(page - 1) * len(sections) // pages]:
                y = put_lines(canvas, [section], y=y + 10, size=15, font="Helvetica-Bold") + 8
            for number in range(3):
                y = put(canvas, f"Alinea{page}x{number} {prose(3 * page + number)}", y=y) + 8
            if page + 1 < pages:
                put_lines(
                    canvas,
                    [f"Voor {TOPICS[(page + 3) % 10]} neemt de raad dit besluit pas na een goede en zorgvuldige afweging, door verle-"],
                    y=780,
                )
            canvas.showPage()

    return drawn(draw)


def with_notes() -> bytes:
    """Two pages whose paragraph runs on over the break; on the first, two references and their notes in small print."""

    def reference(canvas: Canvas, x: float, y: float, label: str) -> float:
        canvas.setFont("Times-Roman", 6)
        canvas.drawString(x, HEIGHT - y + 4, label)
        return x + canvas.stringWidth(label, "Times-Roman", 6)

    def draw(canvas: Canvas) -> None:
        put(canvas, prose(1), y=80)
        x = 60.0
        canvas.setFont("Times-Roman", 10)
        for text, label in (("Dit volgt uit de woonvisie", "1"), (" en uit het akkoord", "2"), (" dat vorig jaar met de corporaties", "")):
            canvas.setFont("Times-Roman", 10)
            canvas.drawString(x, HEIGHT - 200, text)
            x += canvas.stringWidth(text, "Times-Roman", 10)
            x = reference(canvas, x, 200, label) if label else x
        put_lines(canvas, ["en de huurders is gesloten, en dat nog altijd geldt voor iedereen die in de gemeente een"], y=213)
        reference(canvas, 60, 760, "1")
        put_lines(canvas, ["Woonvisie van de gemeente, vastgesteld door de raad."], x=66, y=760, size=8)
        reference(canvas, 60, 772, "2")
        put_lines(canvas, ["Akkoord over betaalbaar huren,", "zie ook de bijlage."], x=66, y=772, size=8, leading=10)
        canvas.showPage()
        put_lines(canvas, ["woning zoekt of wil ruilen."], y=80)
        put(canvas, prose(2), y=110)
        canvas.showPage()

    return drawn(draw)


def with_table() -> bytes:
    """A paragraph, a table whose second column runs over two lines, another paragraph."""

    def draw(canvas: Canvas) -> None:
        y = put(canvas, prose(1), y=80) + 20
        for number in range(4):
            put_lines(canvas, [f"Maatregel {number}"], y=y)
            put_lines(canvas, [f"Meer ruimte voor plan {number} van", f"de bewoners in wijk {number}"], x=200, y=y)
            put_lines(canvas, [f"{number},5"], x=450, y=y)
            y += 40
        put(canvas, prose(2), y=y + 20)
        canvas.showPage()

    return drawn(draw)


def with_list(*, drawn_bullets: bool = False) -> bytes:
    """A heading and three items, the second over two lines; bullets are characters or small discs."""

    def draw(canvas: Canvas) -> None:
        put(canvas, prose(1), y=80)
        y = put_lines(canvas, ["Wat wij gaan doen"], y=180, size=14, font="Helvetica-Bold") + 6
        for lines in (
            ["Meer groen in de straat."],
            ["Een loket waar iedereen terecht kan met een", "vraag over zorg of wonen. Ook in de avond."],
            ["Beter vervoer"],
        ):
            if drawn_bullets:
                canvas.circle(64, HEIGHT - y + 3, 2, fill=1)
            else:
                put_lines(canvas, ["•"], y=y)
            y = put_lines(canvas, lines, x=75, y=y)
        canvas.showPage()

    return drawn(draw)


def turned(degrees: int) -> bytes:
    """A page whose text runs in another direction."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(degrees)
        canvas.setFont("Times-Roman", 11)
        for row, line in enumerate(simpleSplit(prose(1, 6), "Times-Roman", 11, 300)):
            canvas.drawString(-200, 200 - 14 * row, line)
        canvas.restoreState()
        canvas.showPage()

    return drawn(draw)


def scanned(*, with_text: int = 0) -> bytes:
    """A page with only a picture, behind `with_text` pages of text."""

    def draw(canvas: Canvas) -> None:
        from PIL import Image

        for number in range(with_text):
            put(canvas, prose(number), y=80)
            canvas.showPage()
        canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 50, 50, 400, 600)
        canvas.showPage()

    return drawn(draw)


# --- files made by hand, byte by byte ------------------------------------------------------------------------------------


def file_of(objects: Sequence[bytes]) -> bytes:
    """A PDF with these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)


def stream(head: bytes, body: bytes) -> bytes:
    return b"<<" + head + b"/Length %d>>stream\n" % len(body) + body + b"\nendstream"


def many_pages(count: int) -> bytes:
    """So many pages that all show the same content."""
    kids = b" ".join([b"3 0 R"] * count)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    return file_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
            page,
            stream(b"", b"BT /F 10 Tf 50 400 Td (Een en dezelfde bladzijde van het plan, steeds opnieuw en nog eens.) Tj ET"),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def nested_forms(depth: int, width: int) -> bytes:
    """A page that shows width ** (depth - 1) copies of a text through forms within forms, in a file of some hundred bytes."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        stream(b"", b"/X Do"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for level in range(depth):
        body = b"/X Do " * width if level < depth - 1 else b"BT /F 10 Tf 50 700 Td (dezelfde tekst) Tj ET"
        resources = b"/Resources<</XObject<</X %d 0 R>>/Font<</F 5 0 R>>>>" % (7 + level)
        objects.append(stream(b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + resources, body))
    return file_of(objects)
