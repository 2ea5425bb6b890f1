"""Text in, segments with exact offsets out: blocks (headings, paragraphs, list items, articles, turns, table rows), sentences, reading text.

Segments are derived data: nothing refers to a segment, and a newer `SEGMENTER_VERSION` may cut otherwise.
"""

from qualcode.segmentation.reading import count_words, reading_text
from qualcode.segmentation.segment import segment_document
from qualcode.segmentation.sentences import sentence_spans
from qualcode.segmentation.units import make_units, split_sentences

SEGMENTER_VERSION = "1"

__all__ = ["SEGMENTER_VERSION", "count_words", "make_units", "reading_text", "segment_document", "sentence_spans", "split_sentences"]
