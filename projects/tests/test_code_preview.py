import pytest
from django.urls import reverse

URL = reverse("projects:code-preview")


def preview(client, **typed):
    return client.post(URL, typed, headers={"HX-Request": "true"})


def test_code_preview_says_what_the_code_says(client_of, coordinator):
    page = preview(client_of(coordinator), code="Nr. 2021-1-LVO1-KA121-VET-000009189").content.decode()
    for words in ("2021-1-LV01-KA121-VET-000009189", "VIAA", "akreditēts mobilitātes projekts", "„LVO1“"):
        assert words in page


def test_missing_round_is_suggested(client_of, coordinator):
    page = preview(client_of(coordinator), code="2021-LV01-KA121-VET-000009189").content.decode()
    assert 'data-fill-value="2021-1-LV01-KA121-VET-000009189"' in page


def test_fields_and_targets_follow(client_of, coordinator, kind, old_kind):
    answer = preview(client_of(coordinator), code="2021-1-LV01-KA121-VET-000009189", programme="erasmus")
    assert {field.name for field in answer.context["filled"]} == {"call_year", "field"}
    assert kind in answer.context["targets"].kinds
    page = answer.content.decode()
    assert 'hx-swap-oob="innerHTML:#field-call_year"' in page
    assert 'value="2021"' in page


def test_typed_numbers_stay(client_of, coordinator, kind):
    answer = preview(client_of(coordinator), code="2021-1-LV01-KA121-VET-000009189", **{f"planned-{kind.pk}": "7"})
    assert answer.context["targets"][f"planned-{kind.pk}"].value() == "7"


@pytest.mark.parametrize("text", ["", "  ", "abc", "\x00", "x" * 10000, "<script>alert(1)</script>", "2021-1"])
def test_any_text_gets_an_answer(client_of, coordinator, text):
    client = client_of(coordinator)
    answer = preview(client, code=text, call_year="xyz", start="2021-99-99")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert client.get(URL, {"code": text}).status_code == 200


def test_for_coordinators_only(client_of, teacher, director):
    assert preview(client_of(teacher), code="x").status_code == 403
    assert preview(client_of(director), code="x").status_code == 403
