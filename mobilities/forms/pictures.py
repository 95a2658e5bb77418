"""What is seen in a picture, who is in it, and whether they agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mobilities.enums import PictureAgreement
from mobilities.models import AccompanyingPerson, Attachment, ExperienceReport, Mobility, Participant, PictureSubject
from portal.common.forms import PageModelForm
from portal.common.ordering import Latvian

MOST_SUBJECTS = 30
GONE = "gone"
ANSWERS = [*PictureAgreement.choices, (GONE, _("Is not in the picture"))]


def nearby_people(report: ExperienceReport, user):
    """Whom a picture of this journey may show, of those that `user` may see: people of the project abroad then."""
    journey = report.journey
    then = {"start__lte": journey.end, "end__gte": journey.start, "project": journey.project_id}
    abroad = Mobility.objects.filter(school=report.school_id, **then).values("participant")
    along = AccompanyingPerson.objects.filter(school=report.school_id, **then).values("person")
    rows = Participant.objects.visible_to(user).filter(pk__in=abroad) | Participant.objects.visible_to(user).filter(
        pk__in=along
    )
    return rows.distinct().order_by(Latvian("last_name"), Latvian("first_name"), "pk")


class PictureForm(PageModelForm):
    """The caption with everybody who is named, and one more. `is_quick`: the caption and the agreement of all only.

    Behind a link nobody of the register can be chosen but the traveller.
    """

    class Meta:
        model = Attachment
        fields = ["caption", "consent"]
        labels = {"consent": _("Everybody who can be recognised agrees to publication")}

    def __init__(self, *args: Any, writer, is_quick: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writer, self.is_quick = writer, is_quick
        self.subjects = [] if is_quick else list(self.instance.subjects.select_related("person"))
        for subject in self.subjects:
            self.fields[f"subject{subject.pk}"] = forms.ChoiceField(
                label=writer.subject_name(subject),
                choices=ANSWERS,
                initial=subject.agreed,
                required=False,
                widget=forms.RadioSelect,
            )
        if not is_quick:
            self.ask_for_one_more()

    def ask_for_one_more(self) -> None:
        traveller = self.writer.report.journey.participant
        if self.writer.is_guest:
            people = Participant.objects.filter(pk=traveller.pk)
        else:
            people = nearby_people(self.writer.report, self.writer.user)
        named = {subject.person_id for subject in self.subjects}
        self.fields["person"] = forms.ModelChoiceField(
            label=_("Who else is in the picture"),
            queryset=people.exclude(pk__in=named - {None}),
            required=False,
            empty_label=_("Somebody of the journey"),
        )
        self.fields["name"] = forms.CharField(
            label=_("Or a name"), required=False, max_length=200, help_text=_("A colleague, a mentor, a friend.")
        )
        self.fields["agreed"] = forms.ChoiceField(
            label=_("Does this person agree to publication"),
            choices=PictureAgreement.choices,
            initial=PictureAgreement.UNKNOWN,
            required=False,
            widget=forms.RadioSelect,
        )

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"subject{subject.pk}"] for subject in self.subjects]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("person") and cleaned.get("name"):
            self.add_error("name", _("Choose a person or type a name, not both."))
        is_new = cleaned.get("person") or cleaned.get("name")
        if is_new and len(self.subjects) >= MOST_SUBJECTS:
            self.add_error("name", _("No more people can be named in one picture."))
        return cleaned

    def answers(self) -> dict[PictureSubject, str | None]:
        """What is said now of everybody who was named before; None: not in the picture."""
        said = {subject: self.cleaned_data[f"subject{subject.pk}"] or subject.agreed for subject in self.subjects}
        return {subject: None if answer == GONE else answer for subject, answer in said.items()}

    def one_more(self) -> PictureSubject | None:
        person, name = self.cleaned_data.get("person"), self.cleaned_data.get("name", "").strip()
        if not person and not name:
            return None
        agreed = self.cleaned_data.get("agreed") or PictureAgreement.UNKNOWN
        return PictureSubject(attachment=self.instance, person=person, name=name, agreed=agreed)
