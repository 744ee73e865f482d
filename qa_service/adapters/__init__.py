"""planqa as a retriever of other people's frameworks.

Each needs its own package: ``pip install 'planqa[retrievers]'`` installs both.
"""
