"""The control words of Rich Text Format that matter for its words: characters, groups to pass over, groups to read. Source: RTF Specification 1.9.1."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?\d* ?|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
CHARACTERS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\"}
# groups that hold no words of the text
SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "info",
        "pict",
        "object",
        "objdata",
        "objclass",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "fldinst",
        "xe",
        "tc",
        "txe",
        "rxe",
        "datafield",
        "bkmkstart",
        "bkmkend",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "shprslt",
        "nonesttables",
        "nesttableprops",
        "pn",
        "pnseclvl",
        "template",
        "filetbl",
        "xmlnstbl",
        "sp",
        "sn",
        "sv",
        "mmathPr",
        "atnid",
        "atntime",
        "atndate",
        "atnicn",
        "atnparent",
        "upr",
        "userprops",
        "passwordhash",
        "docvar",
        "background",
        "wgrffmtfilter",
        "formfield",
        "defchp",
        "defpap",
    ]
)
# groups that hold text although their name says that a reader may pass over them
READ = frozenset(
    [
        "footnote",
        "annotation",
        "atnauthor",
        "atrfstart",
        "atrfend",
        "atnref",
        "listtext",
        "pntext",
        "shpinst",
        "shptxt",
        "shp",
        "ud",
        "fldrslt",
        "stylesheet",
    ]
)
CHARSETS = {77: "mac_roman", 161: "cp1253", 162: "cp1254", 186: "cp1257", 204: "cp1251", 238: "cp1250", 254: "cp437", 255: "cp850"}
BULLETS = re.compile("^[·•o§‣▪◦–\\-\uf000-\uf0ff]$")
