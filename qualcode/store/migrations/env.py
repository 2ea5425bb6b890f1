"""Alembic's entry: runs the migrations on the connection that `qualcode.store.versions` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
