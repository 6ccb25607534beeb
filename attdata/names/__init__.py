"""Names of States: a spelling goes in, a code or a located refusal with suggestions comes out."""
