"""The additions that the default model is tuned by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.bundled import UNTUNED, bundled_folder
from index.embeddings import WeightsFile
from index.encoder import Encoder
from index.graph import GraphEncoder
from index.model_folder import WEIGHTS
from index.tuning import read_tuning, tuned


def test_every_addition_fits_its_weight_and_is_in_the_model(model_home: Path, model_folder: Path) -> None:
    additions = read_tuning()
    assert len(additions) == 72  # six matrices in each of twelve layers
    before = WeightsFile(bundled_folder(model_home, UNTUNED) / WEIGHTS)
    after = WeightsFile(model_folder / WEIGHTS)
    for name, addition in additions.items():
        assert addition.shape == before(name).shape
        np.testing.assert_allclose(after(name), before(name) + addition, atol=1e-6)
    same = "embeddings.word_embeddings.weight"
    assert np.array_equal(before(same)[:100], after(same)[:100])


def test_an_addition_that_does_not_fit_is_refused() -> None:
    weights = {"w": np.zeros((2, 2), np.float32)}
    with pytest.raises(KeyError):
        tuned(weights, {"v": np.zeros((2, 2), np.float32)})
    with pytest.raises(ValueError, match="w is"):
        tuned(weights, {"w": np.zeros((2, 1), np.float32)})


EVERYDAY = (
    ("菜市场门口老堵，电瓶车乱停，有没有人管管", "非机动车停放秩序由属地街道会同城管执法部门整治。"),
    ("我爸一个人住，摔了都没人知道，咋办", "为独居老年人安装紧急呼叫设备和跌倒监测装置。"),
    ("娃放学早，我们还没下班，谁给看着", "小学课后服务延长至十八时，解决家长接送难题。"),
    ("楼上天天叮叮当当装修，几点前不能弄", "居民住宅区夜间二十时至次日八时禁止产生噪声的室内装修作业。"),
    ("开个小饭馆，头几个月能不能少交点租", "个体工商户承租国有房屋的，减免前三个月租金。"),
)


def test_everyday_questions_come_nearer_to_what_answers_them(model_home: Path, encoder: Encoder) -> None:
    def margin(model: Encoder) -> float:
        """How much nearer the right passage is than the mean of the others."""
        questions = np.stack([model.encode_query(question).pooled for question, _ in EVERYDAY])
        passages = model.encode_passages([passage for _, passage in EVERYDAY])
        similarities = questions @ np.stack([item.pooled for item in passages]).T
        spread = float(similarities.std())
        right = similarities.diagonal()
        others = (similarities.sum(axis=1) - right) / (len(EVERYDAY) - 1)
        return float((right - others).mean()) / spread

    assert margin(encoder) > margin(GraphEncoder(bundled_folder(model_home, UNTUNED)))
