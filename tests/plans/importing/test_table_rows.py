import copy

from plans.importing.table_rows import by_rows
from tests.plans.importing.scene import RECOGNISED


def test_a_task_of_a_table_stands_beside_its_own_row():
    recognised = copy.deepcopy(RECOGNISED)
    group = recognised["groups"][1]
    recognised["passages"][7] |= {
        "raw": "I\tHạ tầng số\tHạ tầng số\n1\tLắp camera\tCông an xã\n",
        "printed": "I | Hạ tầng số | Hạ tầng số\n1 | Lắp camera | Công an xã",
    }
    group |= {"heading": "Hạ tầng số", "passage": 7}
    group["tasks"] = [{"text": "Lắp camera", "passages": [7]}]
    recognised["parts"][1]["last"] = 7
    after = {"index": 8, "kind": "body", "raw": "Đúng hạn 98%.", "printed": "Đúng hạn 98%."}
    recognised["passages"].append(after)
    recognised["targets"] = [{"words": "98%", "value": "98", "unit": "%", "passage": 8}]

    found = by_rows(recognised)

    assert [each["printed"] for each in found["passages"][7:9]] == [
        "I | Hạ tầng số",
        "1 | Lắp camera | Công an xã",
    ]
    assert (found["groups"][1]["passage"], found["groups"][1]["tasks"][0]["passages"]) == (7, [8])
    assert found["parts"][1]["last"] == 8
    assert found["targets"][0]["passage"] == 9
    raws = [each["raw"] for each in found["passages"]]
    assert "".join(raws) == "".join(each["raw"] for each in recognised["passages"])
