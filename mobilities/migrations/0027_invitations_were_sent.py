from django.db import migrations


def tell_sent(apps, schema_editor):
    """Sending invitations was noted as a request until there was a word for it; how each letter went, it says itself."""
    noted = apps.get_model("audit", "Entry").objects.filter(object_type="mobilities.conference", verb="request")
    noted.filter(changes__has_key="invited").update(verb="send")


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0006_sent"),
        ("mobilities", "0026_conference_helpers"),
    ]

    operations = [migrations.RunPython(tell_sent, migrations.RunPython.noop)]
