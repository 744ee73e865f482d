from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoded, Encoder, open_encoder, unit
from index.graph import GRAPH, GraphEncoder, batches, forward
from index.graph_choice import sample_passages
from index.model_folder import PROMPTS
from index.prompts import Prompts, prompts_of
from ingest.errors import ModelUnavailable

REPOSITORY = Path(__file__).resolve().parents[2]

MIXED = st.text(
    st.one_of(
        st.sampled_from("规划第十二条公租房住宅静远区，。（）“”〔〕、；：～①㎡％％㈠"),
        st.sampled_from("０１２３４５６７８９ＡＢｃＧＤＰ"),
        st.sampled_from("abcXYZ0123456789.%-/<>é"),
        st.sampled_from(" \n\t\u3000\u00a0\u200b"),
        st.characters(blacklist_categories=["Cs"]),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(text=MIXED)
def test_offsets_lie_in_the_text_and_ascend(encoder: Encoder, text: str) -> None:
    encoded = encoder.encode_query(text)
    starts, ends = encoded.offsets[:, 0], encoded.offsets[:, 1]
    assert len(encoded.offsets) == len(encoded.hidden)
    assert (starts >= 0).all() and (ends <= len(text)).all() and (starts <= ends).all()
    assert (np.diff(starts) >= 0).all() and (np.diff(ends) >= 0).all()


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from("规划公租房第十二条０１２３ＡＢ4567ab，。％ \u3000"), max_size=60))
def test_every_visible_character_is_covered_by_its_own_token(encoder: Encoder, text: str) -> None:
    covered = np.zeros(len(text), dtype=bool)
    for start, end in encoder.encode_query(text).offsets:
        covered[start:end] = True
    assert [c for c, seen in zip(text, covered, strict=True) if not seen and not c.isspace()] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("２０２１年规划", "规划"),
        ("  　静远区 公租房", "公租房"),
        ("面积６０㎡以下的①类住宅", "住宅"),
        ("a\u200bb～１５家企业", "企业"),
    ],
)
def test_normalisation_does_not_shift_offsets(encoder: Encoder, text: str, word: str) -> None:
    spans = [text[start:end] for start, end in encoder.encode_query(text).offsets]
    assert "".join(spans).endswith(word) or word in spans


def test_vectors_have_the_shapes_and_lengths_promised(encoder: Encoder) -> None:
    encoded = encoder.encode_passages(["第十二条 申请人应当年满十八周岁。"])[0]
    assert encoded.pooled.shape == (encoder.dim,) == (384,)
    assert encoded.pooled.dtype == encoded.hidden.dtype == np.float32
    assert encoded.offsets.dtype == np.int32
    assert np.allclose(np.linalg.norm(encoded.tokens, axis=1), 1, atol=1e-5)
    assert np.isclose(np.linalg.norm(encoded.pooled), 1, atol=1e-5)
    assert encoded.truncated_at is None


def test_span_vector_is_the_mean_of_the_tokens_that_overlap(encoder: Encoder) -> None:
    text = "公租房面向本区家庭。轨道交通里程达到一百公里。"
    encoded = encoder.encode_passages([text])[0]
    second = text.index("轨道")
    inside = (encoded.offsets[:, 1] > second) & (encoded.offsets[:, 0] < len(text))
    expected = encoded.hidden[inside].mean(axis=0)
    found = encoded.span_vector(second, len(text))
    assert found is not None and np.allclose(found, expected / np.linalg.norm(expected), atol=1e-6)
    assert encoded.span_vector(len(text), len(text) + 5) is None


def test_span_vector_of_one_character_inside_a_token() -> None:
    encoded = Encoded(np.ones(2, "f4"), np.array([[2, 0], [0, 3]], "f4"), np.array([[0, 1], [1, 4]], "i4"))
    vector = encoded.span_vector(2, 3)
    assert vector is not None and vector.tolist() == [0, 1]


@pytest.mark.parametrize("text", ["", " ", "\n\u3000\t", "\u200b"])
def test_texts_without_a_word_work(encoder: Encoder, text: str) -> None:
    for encoded in (encoder.encode_query(text), *encoder.encode_passages([text, "规划"])[:1]):
        assert np.isclose(np.linalg.norm(encoded.pooled), 1, atol=1e-5)
        assert len(encoded.offsets) == len(encoded.hidden)
    if not text:
        assert encoder.encode_query(text).hidden.shape == (0, encoder.dim)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_passages([]) == []


def test_truncation_tells_where(encoder: Encoder) -> None:
    text = "全区新增绿地，建设公园。" * 200
    encoded = encoder.encode_passages([text])[0]
    assert encoded.truncated_at is not None
    assert encoded.offsets[-1, 1] <= encoded.truncated_at < len(text)
    # what lies behind the cut does not matter, what lies before it does
    again = encoder.encode_passages([text[: encoded.truncated_at] + "别的内容" * 50])[0]
    assert float(encoded.pooled @ again.pooled) > 0.999
    assert len(encoded.hidden) < encoder.max_tokens


def test_order_is_kept_and_progress_told(encoder: Encoder) -> None:
    texts = [p[: 20 + 37 * (i % 6)] for i, p in enumerate(sample_passages(24))]
    steps: list[int] = []
    encoded = encoder.encode_passages(texts, advance=steps.append)
    assert sum(steps) == len(texts) and len(steps) > 1
    for text, one in zip(texts, encoded, strict=True):
        assert one.offsets[-1, 1] == len(text)


def test_a_vector_does_not_depend_on_its_batch_mates(encoder: Encoder) -> None:
    texts = sample_passages(16)
    together = encoder.encode_passages(texts)
    for text, batched in zip(texts[:6], together[:6], strict=True):
        alone = encoder.encode_passages([text])[0]
        assert np.abs(alone.pooled - batched.pooled).max() < 1e-3
        assert float((alone.tokens * batched.tokens).sum(axis=1).min()) > 0.999


def test_questions_from_many_threads_are_each_answered_with_their_own_vector(encoder: Encoder) -> None:
    questions = [f"第{i}条规定了什么？" * (1 + i % 3) for i in range(16)]
    expected = [encoder.encode_query(q) for q in questions]
    found: dict[int, Encoded] = {}
    start = threading.Barrier(len(questions))

    def ask(i: int) -> None:
        start.wait()
        for _ in range(4):
            found[i] = encoder.encode_query(questions[i])

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(found) == len(questions)
    for i, alone in enumerate(expected):  # to the last bit, whoever shared the batch
        np.testing.assert_array_equal(found[i].pooled, alone.pooled)
        np.testing.assert_array_equal(found[i].hidden, alone.hidden)


def test_a_padded_question_has_the_vectors_of_an_unpadded_one(model_folder: Path) -> None:
    graph = GraphEncoder(model_folder, questions=GRAPH)
    for question in ("公租房", "申请公租房要满足哪些条件？", "第十二条规定了什么，由谁负责？" * 5):
        pieces = graph._tokenizer(PROMPTS["query"], [question])
        bare = forward(graph._graphs(None), graph._inputs, pieces)[0]
        padded = graph.encode_query(question)
        assert padded.hidden.shape == bare.hidden.shape
        assert float(padded.pooled @ bare.pooled) > 0.9999
        assert float((padded.tokens * bare.tokens).sum(axis=1).min()) > 0.999


def test_the_first_use_by_many_threads_does_not_deadlock(model_home: Path, model_folder: Path) -> None:
    # The binding's own set-up once did: it runs on first use, so this needs a fresh process.
    code = (
        "import sys, threading; from pathlib import Path; from index.encoder import open_encoder\n"
        "encoder = open_encoder(None, Path(sys.argv[1])); start = threading.Barrier(6); done = []\n"
        "def ask(): start.wait(); done.append(encoder.encode_query('公租房').pooled)\n"
        "threads = [threading.Thread(target=ask) for _ in range(6)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules\n"
        "print(len(done))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(model_home)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout.strip()) == (0, "6"), run.stderr


@pytest.mark.slow
def test_the_fingerprint_names_weights_and_precision(encoder: Encoder, model_folder: Path) -> None:
    from index.graph import GraphEncoder

    other = "f32" if encoder.precision == "bf16" else "bf16"
    assert GraphEncoder(model_folder, encoder.precision).fingerprint == encoder.fingerprint
    assert GraphEncoder(model_folder, other).fingerprint != encoder.fingerprint


def test_related_texts_are_nearer_than_unrelated_ones(encoder: Encoder) -> None:
    question = encoder.encode_query("申请公租房需要满足哪些条件？").pooled
    right, wrong = encoder.encode_passages(
        [
            "承租公共租赁住房的申请人应当具有本区户籍，且无自有住房。",
            "新增轨道交通运营里程四十二公里，建成公交专用道。",
        ]
    )
    assert float(question @ right.pooled) > float(question @ wrong.pooled) + 0.02


@given(lengths=st.lists(st.integers(1, 512), max_size=60))
def test_batches_hold_every_text_once_within_the_budget(lengths: list[int]) -> None:
    groups = batches(lengths, budget=1024)
    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    assert all(max(lengths[i] for i in group) * len(group) <= 1024 for group in groups)


def test_unit_leaves_zeros_alone() -> None:
    assert unit(np.zeros((1, 3), np.float32)).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize(
    ("name", "configured", "expected"),
    [
        ("intfloat/multilingual-e5-large", {}, Prompts("query: ", "passage: ")),
        ("intfloat/e5-base-v2", {"query": "", "document": ""}, Prompts("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, Prompts()),
        ("BAAI/bge-base-zh-v1.5", {"query": "问：", "document": ""}, Prompts("问：")),
        ("BAAI/bge-base-zh-v1.5", {}, Prompts("为这个句子生成表示以用于检索相关文章：")),
        ("Qwen/Qwen3-Embedding-0.6B", {"query": "Instruct: x\nQuery:"}, Prompts("Instruct: x\nQuery:")),
        ("x/y", {"document": "d: ", "passage": ""}, Prompts("", "d: ")),
    ],
)
def test_prompts(name: str, configured: dict[str, str | None], expected: Prompts) -> None:
    assert prompts_of(name, configured) == expected


def test_a_path_that_does_not_exist_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="找不到模型目录"):
        open_encoder(str(tmp_path / "none" / "model"), tmp_path)
    with pytest.raises(ModelUnavailable, match="不是 sentence-transformers 模型"):
        open_encoder(str(tmp_path), tmp_path)


def test_a_hub_that_cannot_be_reached_is_told_at_once(tmp_path: Path) -> None:
    # In a process of its own: the hub's client reads its settings on import. Port 9 (discard) refuses.
    code = (
        "from pathlib import Path; from index.encoder import open_encoder\n"
        "from ingest.errors import ModelUnavailable\n"
        "try:\n    open_encoder('BAAI/bge-base-zh-v1.5', Path('.'))\n"
        "except ModelUnavailable as e:\n    print(e.message); print(e.remedy)"
    )
    env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    env |= {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)}
    start = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=env, capture_output=True, text=True, check=True
    )
    assert time.monotonic() - start < 15
    message, remedy = run.stdout.strip().splitlines()
    assert "BAAI/bge-base-zh-v1.5" in message and "本地" in remedy
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_the_folder_through_torch_gives_the_same_vectors(model_folder: Path) -> None:
    encoder = GraphEncoder(model_folder, questions=GRAPH)
    through_torch = open_encoder(str(model_folder), Path("unused"))
    assert (through_torch.runtime, through_torch.dim) == ("torch", encoder.dim)
    texts = ["", "  hello", "面积６０㎡～１５家\n①", "a<s>b</s>", *sample_passages(4), "很长的文本。" * 300]
    pairs = zip(through_torch.encode_passages(texts), encoder.encode_passages(texts), strict=True)
    for torch_one, graph_one in [
        *pairs,
        (through_torch.encode_query("公租房"), encoder.encode_query("公租房")),
    ]:
        assert float(torch_one.pooled @ graph_one.pooled) >= 0.998
        assert torch_one.offsets.tolist() == graph_one.offsets.tolist()
        assert torch_one.truncated_at == graph_one.truncated_at
        # Late interaction takes the layer before the last, which only the graph gives.
        assert torch_one.inner is None and graph_one.inner is not None
        assert graph_one.inner.shape == graph_one.hidden.shape
        last = unit(torch_one.hidden) * unit(graph_one.hidden)
        assert last.sum(axis=1).min(initial=1) >= 0.998


@pytest.mark.slow
def test_sentence_transformers_itself_loads_the_folder(encoder: Encoder, model_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder), local_files_only=True)
    texts = sample_passages(4)
    vectors = model.encode(texts, prompt_name="passage")
    ours = np.stack([e.pooled for e in encoder.encode_passages(texts)])
    assert (vectors * ours).sum(axis=1).min() >= 0.998


@pytest.mark.slow
def test_a_model_without_token_vectors_is_refused(model_folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    static = StaticEmbedding(Tokenizer.from_file(str(model_folder / "tokenizer.json")), embedding_dim=8)
    SentenceTransformer(modules=[static]).save(str(tmp_path))
    with pytest.raises(ModelUnavailable, match="不能用于本系统"):
        open_encoder(str(tmp_path), tmp_path)


@pytest.mark.slow
def test_a_damaged_folder_is_one_clear_line(model_folder: Path, tmp_path: Path) -> None:
    for name in ("config.json", "modules.json", "1_Pooling/config.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(model_folder / name, tmp_path / name)
    (tmp_path / "model.safetensors").write_bytes(json.dumps({}).encode())
    with pytest.raises(ModelUnavailable, match="无法加载"):
        open_encoder(str(tmp_path), tmp_path)
