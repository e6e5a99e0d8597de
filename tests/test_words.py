"""jieba and rjieba give the same words."""

from nlp.words import Segmenter

TEXT = "市市场监督管理局会同住房和城乡建设局推进保障性安居工程建设项目信息公开，每季度公布财政资金拨付情况。"
ADDED = ("市场监督管理局", "保障性安居工程")


def test_words_give_the_text_back() -> None:
    assert "".join(Segmenter(ADDED).words(TEXT)) == TEXT


def test_added_words_stay_whole() -> None:
    assert set(ADDED) <= set(Segmenter(ADDED).words(TEXT))


def test_both_engines_agree() -> None:
    assert Segmenter(ADDED, "jieba").words(TEXT) == Segmenter(ADDED, "rjieba").words(TEXT)
