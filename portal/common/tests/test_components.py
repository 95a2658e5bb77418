"""The components' tags: what they escape, what they keep, what they compute."""

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.test import RequestFactory


def render(source: str, request=None, **context) -> str:
    template = Template("{% load components %}" + source)
    return template.render(RequestContext(request, context) if request else Context(context))


def test_status_is_icon_and_word():
    text = render('{% status "done" word %}', word="<b>")
    assert 'class="st done"' in text and "#done" in text and "&lt;b&gt;" in text


def test_status_of_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kinds are"):
        render('{% status "green" "Done" %}')


def test_listing_gives_the_table_its_roles():
    text = render(
        '{% listing %}<table class="cards"><thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr><th class="l1" scope="row">{{ cell }}</th><td>1</td></tr></tbody></table>{% endlisting %}',
        cell="<td>",
    )
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        assert f'role="{role}"' in text
    assert "&lt;td&gt;" in text


def test_hidden_query_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/", {"sy": "2021", "page": "2", "q": '"x"', "country": ["DE", "ES"]})
    text = render('{% hidden_query "sy" "page" %}', request)
    assert 'name="q" value="&quot;x&quot;"' in text
    assert text.count('name="country"') == 2
    assert 'name="sy"' not in text and 'name="page"' not in text


def test_search_field_script_brings_its_library_first():
    text = render('{% script "search_select" "days" %}')
    assert text.index("tom-select") < text.index("search_select.js") < text.index("days.js")


def test_bars_are_scaled_to_the_largest_of_both_years():
    rows = [{"label": "A", "value": 10, "previous": 20, "kind": 1}, {"label": "B", "value": 0, "previous": None}]
    text = render('{% bar_chart rows title="T" now="N" before="B" %}', rows=rows)
    assert 'class="k1" y="3" width="41.0%"' in text
    assert 'class="ghost" y="20" width="82.0%"' in text
    assert 'class="bar" y="3" width="0.0%"' in text


def test_chart_of_nothing_is_empty():
    assert "<rect" not in render('{% bar_chart rows title="T" %}', rows=[])


@pytest.mark.parametrize("value, filled", [(4.3, 4), (4.6, 5), (0, 0)])
def test_rating_rounds_to_whole_dots(value, filled):
    assert render("{% rating value %}", value=value).count('class="f"') == filled


def test_rating_of_nothing_is_a_dash():
    assert "–" in render("{% rating value %}", value=None)


class Form(forms.Form):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


def test_error_summary_links_to_fields_that_exist():
    form = Form({})
    form.add_error(None, "Both are wrong")
    text = render('{% include "components/errors.html" %}', form=form)
    assert 'role="alert"' in text and "Both are wrong" in text
    assert 'href="#id_name"' in text and 'href="#div_id_kind"' in text


def test_error_summary_is_silent_when_all_is_well():
    assert "errs" not in render('{% include "components/errors.html" %}', form=Form({"name": "x", "kind": "a"}))


def test_error_summary_names_the_row_of_a_formset():
    rows = forms.formset_factory(Form)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"})
    rows.is_valid()
    text = render('{% include "components/errors.html" with formset=formset %}', formset=rows)
    assert 'href="#id_form-0-name"' in text and "1" in text


def test_an_empty_choice_says_so_in_words():
    choices = [("a", "A"), ("-", "–")]
    for label, shown in (("---------", "Nav izvēlēts"), ("–", "Nav izvēlēts"), ("Visi", "Visi"), ("", "")):
        text = str(forms.ChoiceField(choices=[("", label), *choices]).get_bound_field(Form(), "x"))
        assert f'<option value="" selected>{shown}</option>' in text
        assert '<option value="-">–</option>' in text


def test_a_select_is_written_with_groups_and_escaped():
    choices = [("<b>", "<i>"), ("Ziemeļi", [("IS", "Islande"), ("NO", "Norvēģija")])]
    field = forms.ChoiceField(choices=choices, initial="<b>")
    assert (
        '<option value="&lt;b&gt;" selected>&lt;i&gt;</option><optgroup label="Ziemeļi">'
        '<option value="IS">Islande</option><option value="NO">Norvēģija</option></optgroup>'
    ) in str(field.get_bound_field(Form(), "x"))
