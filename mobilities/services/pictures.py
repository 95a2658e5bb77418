"""What a picture shows is written down: caption, people, agreement."""

from django.db import transaction

from mobilities.models import Attachment
from portal.audit.models import Verb
from portal.audit.services import changed_fields, record


@transaction.atomic
def save_picture(form, user) -> Attachment:
    """A valid PictureForm. An answer of None: not in the picture after all."""
    picture, changes = form.instance, changed_fields(form)
    picture.save(update_fields=["caption", "consent"])
    if not form.is_quick:
        before = people_in(picture)
        for subject, agreed in form.answers().items():
            if agreed is None:
                subject.delete()
            elif subject.agreed != agreed:
                subject.agreed = agreed
                subject.save(update_fields=["agreed"])
        if more := form.one_more():
            more.save()
        if before != people_in(picture):
            changes["people"] = [before, people_in(picture)]
    if changes:
        record(user, picture.school, Verb.CHANGE, picture, changes)
    return picture


@transaction.atomic
def withhold(picture: Attachment, user) -> bool:
    """Not to be published any more, whatever the state of its report. False where it was not to be anyway."""
    done = Attachment.objects.filter(pk=picture.pk, consent=True).update(consent=False)
    if done:
        record(user, picture.school, Verb.CHANGE, picture, {"consent": ["True", "False"]})
    return bool(done)


def people_in(picture: Attachment) -> str:
    rows = picture.subjects.select_related("person")
    return ", ".join(f"{row}: {row.get_agreed_display()}" for row in rows)[:500]
