"""A small part of the vocabulary that suffices for most Chinese official text.

Reading the full vocabulary of a multilingual model (250,000 pieces) takes 0.7 s and 280 MB: more than the
rest of opening an encoder. Nearly all of it is words of other scripts. A text whose characters are Han,
digits, capitals, punctuation and blanks can only be segmented into pieces made of just these; with these
pieces alone (a tenth of the vocabulary) the unigram model reaches exactly the same segmentation. Any
other text is given the pieces that stand in it (:mod:`index.needed_pieces`).
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .model_folder import PROMPTS, TOKENIZER
from .needed_pieces import NeededPieces
from .pieces import Pieces, PieceTokenizer, cut

SMALL = "graph/common_tokenizer.json"
SMALL_IDS = "graph/common_ids.json"

# Letters and letter-like numerals other than capitals, Han and 〇 (二〇二五). The same test sorts pieces
# and texts, which is what makes the small vocabulary exact.
_OTHER = re.compile(r"[^\W\d_A-Z〇㐀-鿿]")


def is_common(text: str) -> bool:
    """Tell whether the small vocabulary suffices for ``text``.

    >>> is_common("二〇二五年ＧＤＰ增长６％以上"), is_common("PM2.5浓度（ug/m3）")
    (True, False)
    """
    return not _OTHER.search(unicodedata.normalize("NFKC", text))


class CommonTokenizer:
    """Tokenizes with the small vocabulary where that suffices, with the full one where it does not.

    Gives exactly what :class:`index.pieces.PieceTokenizer` over the folder's ``tokenizer.json`` gives, for
    the model's own prompts (:data:`index.model_folder.PROMPTS`).
    """

    def __init__(self, folder: Path, max_tokens: int) -> None:
        from tokenizers import Tokenizer

        self._folder, self.max_tokens = folder, max_tokens
        self._small: Any = Tokenizer.from_file(str(folder / SMALL))
        facts = json.loads((folder / SMALL_IDS).read_text(encoding="utf-8"))
        self._ids = np.asarray(facts["ids"], dtype=np.int32)
        self._prompts: dict[str, list[int]] = facts["prompts"]
        self._needed: NeededPieces | None = None
        self._full: PieceTokenizer | None = None
        self._loading = threading.Lock()

    def __call__(self, prompt: str, texts: Sequence[str]) -> list[Pieces]:
        """Tokenize each of ``texts`` behind ``prompt``; any number of threads may call at once."""
        common = [i for i, text in enumerate(texts) if is_common(text)]
        found = dict(zip(common, self._common(prompt, [texts[i] for i in common]), strict=True))
        return [found[i] if i in found else self._uncommon(prompt, text) for i, text in enumerate(texts)]

    def _common(self, prompt: str, texts: list[str]) -> list[Pieces]:
        # Behind the prompt's last blank nothing of the prompt plays a part: words are segmented one by one.
        encodings = self._small.encode_batch([" " + text for text in texts], add_special_tokens=False)
        lead = self._prompts[prompt]
        return [self._pieces(lead, self._ids[e.ids].tolist(), e.offsets) for e in encodings]

    def _uncommon(self, prompt: str, text: str) -> Pieces:
        with self._loading:
            if self._needed is None:
                self._needed = NeededPieces.read(self._folder)
        if not self._needed.knows(text):
            return self._whole()(prompt, [text])[0]
        return self._pieces(self._prompts[prompt], *self._needed.encode(" " + text, self._small.normalizer))

    def _pieces(self, lead: list[int], ids: list[int], spans: list[tuple[int, int]]) -> Pieces:
        closing = [self._prompts[""][-1]]
        places = [(0, 0)] * len(lead) + spans + [(0, 0)]
        sequence = [None] * len(lead) + [0] * len(ids) + [None]
        return cut(lead + ids + closing, places, sequence, 1, self.max_tokens)

    def _whole(self) -> PieceTokenizer:
        with self._loading:
            if self._full is None:
                self._full = PieceTokenizer.open(self._folder / TOKENIZER, self.max_tokens)
        return self._full


def save_common(folder: Path) -> None:
    """Write the small vocabulary of the tokenizer in ``folder`` beside the graph, and the whole compactly."""
    from tokenizers import Tokenizer

    content = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))
    NeededPieces.of(content).save(folder)
    pieces = content["model"]["vocab"]
    special = {token["content"] for token in content["added_tokens"]}
    # The price of an unknown character hangs on the lowest score, so that piece stays whatever it is.
    lowest = min(range(len(pieces)), key=lambda i: pieces[i][1])
    ids = [i for i, (p, _) in enumerate(pieces) if i == lowest or p in special or not _OTHER.search(p)]
    place = {old: new for new, old in enumerate(ids)}
    content["model"]["vocab"] = [pieces[i] for i in ids]
    content["model"]["unk_id"] = place[content["model"]["unk_id"]]
    content["added_tokens"] = [{**t, "id": place[t["id"]]} for t in content["added_tokens"]]
    content["post_processor"] = None  # specials are put around by us, with the full vocabulary's ids
    (folder / SMALL).parent.mkdir(exist_ok=True)
    (folder / SMALL).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    full = Tokenizer.from_file(str(folder / TOKENIZER))
    # Specials and words that precede the text; the blank that ends a prompt is the text's first piece.
    leads = {prompt: full.encode(prompt.rstrip()).ids[:-1] for prompt in PROMPTS.values()}
    facts = {"ids": ids, "prompts": {**leads, "": full.encode("").ids}}
    (folder / SMALL_IDS).write_text(json.dumps(facts), encoding="utf-8")
