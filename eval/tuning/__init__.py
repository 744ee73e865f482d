"""Teaching the default model everyday questions: ``python -m eval.tuning -o index/tuning.safetensors``.

The model ranks passages by three of its products: the vector of the whole passage, those of its sentences,
and those of its tokens (late interaction). All three are trained at once, on scenes written for it
(``scenes/``): a passage of an imagined official document, questions that it answers, most of them in words
that it doesn't use, a passage on the same topic that does not answer them, and questions that neither
answers. What is learnt are low-rank additions to the weights (:mod:`index.tuning`).
"""
