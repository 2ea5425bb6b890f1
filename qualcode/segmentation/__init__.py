"""Text in, segments with exact offsets out: blocks (headings, paragraphs, list items, articles, turns, table rows), sentences, reading text.

Segments are derived data: nothing refers to a segment, and a newer `SEGMENTER_VERSION` may cut otherwise.
"""

from qualcode.segmentation.reading import count_words, reading_text
from qualcode.segmentation.roles import RoleGuess, explain_roles
from qualcode.segmentation.same_speaker import SameSpeaker, full_name, same_speakers
from qualcode.segmentation.segment import document_form, segment_document
from qualcode.segmentation.sentences import sentence_spans
from qualcode.segmentation.units import make_units, split_sentences

SEGMENTER_VERSION = "2"

__all__ = [
    "SEGMENTER_VERSION", "RoleGuess", "SameSpeaker", "count_words", "document_form", "explain_roles", "full_name", "make_units", "reading_text", "same_speakers",
    "segment_document", "sentence_spans",
    "split_sentences",
]  # fmt: skip
