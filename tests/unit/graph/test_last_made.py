from planner.graph.last_made import LastMade


def test_only_what_is_another_object_is_made_again() -> None:
    made_of: list[object] = []

    def make(source: tuple[int, ...]) -> list[int]:
        made_of.append(source)
        return list(source)

    kept: LastMade[tuple[int, ...], list[int]] = LastMade()
    one, two, three = tuple([1]), tuple([2]), tuple([3])
    first = kept.made([one, two], make)
    second = kept.made([two, three, one], make)
    assert first == [[1], [2]]
    assert second == [[2], [3], [1]]
    assert made_of == [one, two, three]
    assert second[0] is first[1]
    assert second[2] is first[0]


def test_what_was_gone_once_is_made_again() -> None:
    kept: LastMade[tuple[int, ...], object] = LastMade()
    one = tuple([1])
    first = kept.made([one], lambda _: object())
    kept.made([], lambda _: object())
    assert kept.made([one], lambda _: object())[0] is not first[0]
