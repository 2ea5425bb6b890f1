"""What is coded, training on it, and the model that suggestions come from now."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from qualcode.app import caching, session
from qualcode.app.classifier.figures import c, number, show_calibration, show_quality
from qualcode.app.documents.listing import suggest_for
from qualcode.app.escape import escape
from qualcode.app.problems import told
from qualcode.app.progress import progress_bar
from qualcode.texts import text
from qualcode.workflows.model_card import CodedSoFar, PresentModel
from qualcode.workflows.train import train_project

ALONE, SEED = "classifier_alone", "classifier_seed"
_TRAINED = "classifier_trained"  # (project folder, model, calibration table) of the last training in this session
SOURCES = ("project", "corpus", "corpora", "nieuw-welzijn", "programmes")


def show_coded(coded: CodedSoFar) -> None:
    """How much there is to learn from."""
    st.subheader(c("coded"), anchor=False)
    if not coded.units:
        st.info(c("nothing_coded"))
        return
    words = c("coded_what", units=session.whole(coded.units), documents=coded.documents, nothing=session.whole(coded.nothing))
    st.markdown(words + " " + escape(c("coded_themes", themes=", ".join(f"{name} {count}" for name, count in coded.with_theme.items()))))
    if coded.few:
        st.caption(c("coded_few"))


def show_training(coded: CodedSoFar) -> None:
    """The button, with the choice to leave the bundled corpora out."""
    if not coded.units:
        return
    if not coded.fits_bundled:
        st.caption(c("other_themes"))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        pressed = st.button(c("train"), type="primary", key="classifier_train", help=c("train_help"))
        alone = st.toggle(
            c("alone"), value=not coded.fits_bundled, disabled=not coded.fits_bundled, key=ALONE, help=c("alone_help"), persist_state="session"
        )  # fmt: skip
    alone = alone or not coded.fits_bundled
    if alone and not coded.enough_alone:
        st.warning(c("too_little_alone"))
    if pressed:
        _train(alone=alone)


def _train(*, alone: bool) -> None:
    store = session.current_store()
    bar = progress_bar(c("step_rules"))
    with told():
        report = train_project(store, alone=alone, progress=lambda done, total, name: bar(done, total, c(f"step_{name}") if name else ""))
        st.session_state[_TRAINED] = (str(store.folder), report.model.sha256, report.calibration)
        session.notify(c("trained", own=report.own))
        st.rerun()


def show_model(model: PresentModel | None) -> None:
    """The model of now: where it is from, how good it was on passages left out, its card, and proposing again with it."""
    st.subheader(c("model"), anchor=False)
    if model is None:
        st.info(c("no_model"))
        return
    where = c("model_own", file=escape(model.file)) if model.own else c("model_bundled")
    st.markdown(where)
    for note in model.notes:
        st.caption(text(note, session.language()))
    if model.own and st.button(c("propose"), key="classifier_propose", help=c("propose_help")):
        suggest_for(None)
    quality = pd.DataFrame(model.card.get("quality", []))
    if not quality.empty:
        show_quality(quality, of="source", names={name: c(f"source_{name.replace('-', '_')}") for name in SOURCES})
    kept = st.session_state.get(_TRAINED)
    if kept is not None and kept[:2] == (str(session.current_store().folder), model.sha256):
        show_calibration(kept[2])
    with st.expander(c("card")):
        st.markdown("  \n".join(_card_lines(model)))


def _card_lines(model: PresentModel) -> list[str]:
    """The model card in words, as Markdown."""
    card = model.card
    shown = {name: c(f"source_{name.replace('-', '_')}") for name in SOURCES}
    units = ", ".join(f"{shown.get(name, name)} {session.whole(count)}" for name, count in card.get("units", {}).items())
    themes = ", ".join(f"{name} {session.whole(count)}" for name, count in card.get("with_theme", {}).items())
    versions = ", ".join(f"{name} {version}" for name, version in card.get("versions", {}).items())
    lines = [
        c("card_units", units=escape(units), groups=card.get("groups", "–")),
        c("card_themes", themes=escape(themes)),
        c("card_measured"),
        c("card_codebook", name=escape(str(card.get("codebook", "–"))), sha256=str(card.get("codebook_sha256", ""))[:12]),
        c("card_made", sha256=model.sha256[:12], data=str(card.get("data_sha256", ""))[:12], seed=card.get("seed", "–"), versions=escape(versions)),
        c("card_limits"),
        c("card_private"),
    ]  # fmt: skip
    right = card.get("stance_right")
    if right is not None:
        lines.insert(3, c("card_stance", share=number(100 * float(right), 0)))
    return lines


def present() -> tuple[CodedSoFar, PresentModel | None]:
    """What is coded and the model of now, kept until project or models change."""
    store = session.current_store()
    return caching.coded_so_far(store), caching.present_model(store)
