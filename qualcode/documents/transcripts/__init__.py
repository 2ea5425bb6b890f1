"""Transcripts as recorders and transcription programs write them: one file a shape, all ending in cues or in the lines that a typist would write."""
