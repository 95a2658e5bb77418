from django.db import migrations

REPLACED = (
    ("no {first_day} līdz {last_day}", "no {first_day_genitive} līdz {last_day_dative}"),
    ("sākas {first_day} un beidzas {last_day}", "sākas {first_day_locative} un beidzas {last_day_locative}"),
)


def decline(apps, schema_editor):
    """Schools that wrote their own papers kept these sentences of the portal, with days in the wrong case."""
    for row in apps.get_model("reports", "PaperTemplate").objects.all():
        text = row.text_lv
        for wrong, right in REPLACED:
            text = text.replace(wrong, right)
        if text != row.text_lv:
            row.text_lv = text
            row.save(update_fields=["text_lv"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_project_reports_and_words_of_the_record")]
    operations = [migrations.RunPython(decline, migrations.RunPython.noop, elidable=True)]
