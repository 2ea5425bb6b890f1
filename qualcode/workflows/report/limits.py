"""What these numbers cannot carry, as far as the project itself shows it."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.workflows.agreement import FEW_CLUSTERS
from qualcode.workflows.report.facts import Facts
from qualcode.workflows.report.wording import Wording


def limits(facts: Facts, words: Wording, *, quotations: str) -> Iterator[str]:
    """One sentence or two for each thing that a reader must know."""
    if facts.source != "codings":
        yield words("limit_suggestions")
    if facts.suggestions and facts.reviewed < facts.suggestions:
        left = facts.suggestions - facts.reviewed
        yield words("limit_unreviewed", count=words.whole(left), share=words.percent(left / facts.suggestions))
    if facts.accepted_share == facts.accepted_share and facts.accepted_share > 0:
        yield words("limit_accepted", share=words.percent(facts.accepted_share))
    if facts.persons_agree is None:
        yield words("limit_one_coder")
    documents = facts.overall.units["document_id"].nunique()
    if documents < FEW_CLUSTERS:
        yield words("limit_few_documents", documents=documents)
    dominant = facts.overall.table[facts.overall.table["warnings"].str.contains("dominant_document")]["theme"].tolist()
    if dominant:
        yield words("limit_dominant", themes=words.listed([str(theme) for theme in dominant]))
    rare = facts.overall.table[facts.overall.table["warnings"].str.contains("few_hits")]["theme"].tolist()
    if rare:
        yield words("limit_rare", themes=words.listed([str(theme) for theme in rare]))
    if len({run.codebook_sha256 for run in facts.runs}) > 1 or (facts.last_run and facts.last_run.codebook_sha256 != facts.codebook.sha256):
        yield words("limit_codebook")
    late = [document for document in facts.documents if facts.last_run and document.imported > facts.last_run.time]
    if late:
        yield words("limit_late", count=words.whole(len(late)))
    unreadable = sum(bool(document.warnings) for document in facts.documents)
    if unreadable:
        yield words("limit_warnings", count=words.whole(unreadable))
    yield words("limit_exploratory")
    if quotations == "pseudonyms":
        yield words("limit_pseudonyms")
