"""The collection of documents as users change it: uploads, deletions, undo, jobs, feedback.

What the index holds is :mod:`index.holdings`'s business; here is what comes before: files are taken in and
kept, every change is written into a journal before it is accepted, and one runner applies them.
"""
