"""Everything that the portal can tell the module, and under which names its columns have been seen: one table.

The English names are those of the Beneficiary Module's pages and public guides; its columns change with releases, so
a name that is not here is matched by likeness or by hand, and remembered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from mobilities.beneficiary_module import subject as of
from mobilities.beneficiary_module.answers import (
    Read,
    amount,
    distance,
    distance_of_places,
    eqf,
    host_language,
    isced,
    qualification,
    receiving,
    receiving_city,
    receiving_name,
    sending,
    sending_city,
    sending_country,
    sending_name,
    travel_days,
    travel_days_entered,
    working_language,
)
from mobilities.beneficiary_module.lists import Choice, city
from mobilities.beneficiary_module.sheet import Value
from mobilities.enums import PersonKind
from mobilities.models import ItineraryStop
from portal.imports.columns import key_of

MAIN, ITINERARY, CERTIFICATION = "main", "itinerary", "certification"
PERSON, PLACE, CODE, DAY, NUMBER, CHOICE = "person", "place", "code", "day", "number", "choice"


@dataclass(frozen=True)
class ModuleField:
    """One thing a column may ask for. `kind` says how two values are compared. `read` None: the portal does not keep
    it, and the column stays empty. `entered`: what people entered, where `read` tells what is counted if they did not.
    `falls_back`: what `read` tells once nothing is entered any more. `takes`: where a value of the module goes when it
    is taken over. "follows": it is not kept on its own here, and agrees once that agrees from which it follows; ""
    nowhere: only administrators change it.
    """

    name: str
    label: object
    aliases: tuple[str, ...]
    kind: str
    read: Read | None = None
    takes: str = ""
    group: str = MAIN
    entered: Read | None = None
    falls_back: Read | None = None

    @property
    def is_kept(self) -> bool:
        return self.read is not None or self.name in MANDATORY

    @property
    def keys(self) -> set[str]:
        return {key_of(alias) for alias in self.aliases}


MANDATORY = ("data_type", "project", "module_id")
# Field > category of the budget; the total is the sum of all.
AMOUNTS = {
    "travel_grant": "travel", "individual_support": "individual", "organisational_support": "organisational",
    "course_fees": "course_fees", "linguistic": "linguistic", "inclusion_organisation": "inclusion_organisation",
    "exceptional": "exceptional",
}  # fmt: skip
MONEY = {*AMOUNTS, "total_grant"}
FLAGS = {"blended", "force_majeure", "green_travel", "zero_grant", "fewer_opportunities"}
# Nothing to say about them is usual, so their empty cells are not told.
OFTEN_EMPTY = {"status", "interruption_days", "blended_days"}

FIELDS = (
    ModuleField("data_type", _("Data type"), ("Data type", "Type of data", "Record type", "Row type"), CHOICE),
    ModuleField("project", _("Grant Agreement No."), (
        "Grant Agreement No.", "Grant Agreement No", "Grant Agreement Number", "Grant agreement", "Project code",
        "Project number", "Project reference", "Project ID", "GA number", "Grant Agreement ID",
    ), CODE),
    ModuleField("module_id", _("Mobility activity ID"), (
        "Mobility activity ID", "Mobility ID", "Mobility activity identifier", "Activity ID", "Mobility identifier",
        "Mobility activity number", "Mobility no.",
    ), CODE),
    ModuleField("status", _("State in the module"), (
        "Mobility status", "Status", "Mobility activity status", "Completion status", "Mobility completion status",
        "Draft", "Is draft", "Draft status", "Record status", "State",
    ), CHOICE),
    ModuleField("first_name", _("First name"), (
        "Participant first name", "First name", "Participant first name(s)", "First name(s)", "Given name",
        "Participant given name", "Forename", "Participant - First name", "Vārds", "Dalībnieka vārds",
    ), PERSON, lambda row: row.mobility.participant.first_name, "person"),
    ModuleField("last_name", _("Last name"), (
        "Participant last name", "Last name", "Participant last name(s)", "Last name(s)", "Family name", "Surname",
        "Participant family name", "Participant surname", "Participant - Last name", "Uzvārds", "Dalībnieka uzvārds",
    ), PERSON, lambda row: row.mobility.participant.last_name, "person"),
    ModuleField("email", _("E-mail"), (
        "Participant email", "Participant e-mail", "Email", "E-mail", "Email address", "Participant email address",
    ), CODE, lambda row: row.mobility.participant.email, "person"),
    ModuleField("birth_date", _("Date of birth"), (
        "Date of birth", "Participant date of birth", "Birth date", "Participant birth date", "Dzimšanas datums",
    ), DAY, lambda row: row.mobility.participant.birth_date, "person"),
    ModuleField("gender", _("Gender"), (
        "Gender", "Participant gender", "Gender of participant", "Gender of the participant", "Participant - Gender",
        "Sex", "Dzimums", "Dalībnieka dzimums",
    ), CHOICE, lambda row: of.gender(row.mobility.participant.gender), "person"),
    ModuleField("nationality", _("Nationality"), (
        "Nationality", "Participant nationality", "Nationality of participant", "Nationality of the participant",
        "Participant - Nationality", "Nationality code", "Country of nationality", "Citizenship", "Valstspiederība",
        "Pilsonība", "Dalībnieka valstspiederība",
    ), CHOICE, lambda row: of.country(row.mobility.participant.nationality), "person"),
    ModuleField("participant_type", _("Learner or staff"), (
        "Participant type", "Type of participant", "Participant profile", "Participant category",
        "Learner or staff", "Target group",
    ), CHOICE, lambda row: of.named(PersonKind(row.mobility.participant.kind)), "person"),
    ModuleField("isced_f", _("Field of education"), (
        "Field of education", "Education field", "Field of education code", "Participant field of education",
        "Field of education (ISCED)", "ISCED-F", "ISCED F code", "Subject area", "Field of study", "Izglītības joma",
    ), CHOICE, isced, "follows"),
    ModuleField("eqf_level", _("EQF level"), (
        "EQF level", "Education level", "Level of education", "EQF", "Qualification level", "Sending EQF level",
        "EQF level at sending organisation",
    ), CHOICE, eqf, "follows"),
    ModuleField("qualification", _("Qualification"), (
        "Qualification", "Name of qualification", "Study programme", "Kvalifikācija",
    ), PLACE, qualification, "person"),
    ModuleField("activity_type", _("Activity type"), (
        "Activity type", "Activity type code", "Mobility activity type", "Mobility type", "Type of activity",
        "Activity", "Activity code", "Mobility activity type code", "Aktivitātes veids",
    ), CHOICE, lambda row: of.activity(row.mobility.activity_type), "mobility"),
    ModuleField("start", _("Starts"), (
        "Start date", "Mobility start date", "Activity start date", "Start date of activity", "Physical start date",
        "Mobility activity start date", "Start", "From", "Sākuma datums",
        "Start date of mobility", "Start of mobility", "Mobility start", "Date from", "From date",
        "Mobilitātes sākums",
    ), DAY, lambda row: row.mobility.start, "mobility"),
    ModuleField("end", _("Ends"), (
        "End date", "Mobility end date", "Activity end date", "End date of activity", "Physical end date",
        "Mobility activity end date", "End", "To", "Beigu datums",
        "End date of mobility", "End of mobility", "Mobility end", "Date to", "To date", "Mobilitātes beigas",
    ), DAY, lambda row: row.mobility.end, "mobility"),
    ModuleField("days", _("Days"), (
        "Duration (days)", "Duration", "Duration in days", "Number of days", "Total days", "Days",
        "Activity duration (days)", "Mobility duration (days)", "Duration of mobility period (days)",
        "Duration calculated (days)", "Duration of mobility period (calculated, days)", "Dienas",
        "Duration of mobility", "Duration of mobility (days)", "Mobility duration",
    ), NUMBER, lambda row: row.mobility.planned_days, "follows"),
    ModuleField("interruption_days", _("Days of a break"), (
        "Interruption duration (days)", "Interruption days", "Days of interruption", "Interruption duration",
    ), NUMBER, lambda row: row.counted.stay.days_away or None, "follows"),
    ModuleField("travel_days", _("Travel days"), (
        "Travel days", "Number of travel days", "Funded travel days", "Individual support - travel days",
        "Days for travel", "Ceļa dienas",
    ), NUMBER, travel_days, "grant", entered=travel_days_entered),
    ModuleField("travel_date", _("Date of travel"), (
        "Travel date", "Date of travel", "Departure date", "Date of departure", "Outbound travel date",
        "Outward travel date", "Ceļa datums", "Izbraukšanas datums",
    ), DAY),
    ModuleField("blended", _("Blended mobility"), (
        "Blended mobility", "Blended", "Is blended mobility", "Blended mobility activity", "Blended activity",
        "Virtual component",
    ), CHOICE, lambda row: of.flag(row.mobility.is_blended), "mobility"),
    ModuleField("blended_days", _("Virtual days"), (
        "Virtual days", "Virtual component duration (days)", "Duration of virtual component", "Blended days",
        "Virtual component days", "Online days",
    ), NUMBER, lambda row: row.mobility.blended_days or None, "mobility"),
    ModuleField("force_majeure", _("Force majeure"), (
        "Force majeure", "Is force majeure", "Force majeure?",
    ), CHOICE, lambda row: of.flag(row.counted.stay.is_force_majeure), "break"),
    ModuleField("sending_name", _("Name of the sending organisation"), (
        "Sending organisation name", "Sending organisation", "Sending organisation legal name",
        "Sending organization name", "Sending institution", "Name of sending organisation", "Nosūtošā organizācija",
    ), PLACE, sending_name, "home"),
    ModuleField("sending_oid", _("OID of the sending organisation"), (
        "Sending organisation OID", "Sending organisation ID", "Sending organization OID", "Sending OID",
        "OID of sending organisation", "Sending organisation organisation ID",
    ), CODE, sending("oid")),
    ModuleField("sending_country", _("Country of the sending organisation"), (
        "Sending country", "Sending organisation country", "Country of sending organisation", "Country of origin",
        "Home country", "Departure country",
        "From country", "Country from", "Country of departure", "Origin country", "Sending organisation - country",
        "Nosūtošā valsts",
    ), CHOICE, sending_country),
    ModuleField("sending_city", _("City of the sending organisation"), (
        "Sending city", "Sending organisation city", "City of sending organisation", "Departure city",
        "City of origin",
        "From city", "City from", "City of departure", "Place of departure", "Departure place", "Origin city",
        "Nosūtošā pilsēta",
    ), PLACE, sending_city),
    ModuleField("receiving_name", _("Host"), (
        "Receiving organisation name", "Receiving organisation", "Receiving organisation legal name",
        "Receiving organization name", "Host organisation", "Host organisation name", "Hosting organisation",
        "Hosting organisation name", "Name of receiving organisation", "Uzņemošā organizācija",
        "Receiving institution", "Host institution", "Uzņēmējs",
    ), PLACE, receiving_name, "host"),
    ModuleField("receiving_oid", _("OID of the host"), (
        "Receiving organisation OID", "Receiving organisation ID", "Receiving organization OID", "Receiving OID",
        "Host organisation OID", "Hosting organisation OID", "OID of receiving organisation",
    ), CODE, receiving("oid"), "host_details"),
    ModuleField("receiving_country", _("Country of the host"), (
        "Receiving country", "Receiving organisation country", "Host country", "Hosting country",
        "Country of receiving organisation", "Destination country", "Country of destination", "Country", "Valsts",
        "To country", "Country to", "Arrival country", "Country of arrival", "Country of stay", "Uzņemošā valsts",
    ), CHOICE, lambda row: of.country(row.mobility.country), "follows"),
    ModuleField("receiving_city", _("City of the host"), (
        "Receiving city", "Receiving organisation city", "Host city", "Hosting city", "Destination city",
        "City of receiving organisation", "City", "Pilsēta",
        "To city", "City to", "Arrival city", "City of destination", "City of arrival", "Place of destination",
        "Uzņemošā pilsēta",
    ), PLACE, receiving_city, "host_details"),
    ModuleField("receiving_address", _("Address of the host"), (
        "Receiving organisation address", "Host organisation address", "Address of receiving organisation",
        "Receiving organisation street",
    ), PLACE, receiving("address"), "host_details"),
    ModuleField("receiving_postcode", _("Postcode of the host"), (
        "Receiving organisation post code", "Receiving organisation postcode", "Receiving organisation postal code",
        "Host organisation postcode",
    ), CODE, receiving("postcode"), "host_details"),
    ModuleField("receiving_website", _("Website of the host"), (
        "Receiving organisation website", "Receiving organisation web site", "Host organisation website",
    ), CODE, receiving("website"), "host_details"),
    ModuleField("receiving_email", _("E-mail of the host"), (
        "Receiving organisation email", "Receiving organisation e-mail", "Host organisation email",
    ), CODE, receiving("email"), "host_details"),
    ModuleField("receiving_phone", _("Phone of the host"), (
        "Receiving organisation phone", "Receiving organisation telephone", "Receiving organisation telephone 1",
        "Host organisation phone",
    ), CODE, receiving("phone"), "host_details"),
    ModuleField("green_travel", _("Green travel"), (
        "Green travel", "Is green travel", "Green", "Travel - green", "Sustainable travel",
        "Sustainable means of transport", "Zaļais ceļojums",
    ), CHOICE, lambda row: of.flag(row.mobility.green_travel), "mobility"),
    ModuleField("distance_band", _("Distance band"), (
        "Distance band", "Travel distance band", "Travel distance", "Distance band code", "Attāluma josla",
        "Distance band (km)", "Travel distance band (km)",
    ), CHOICE, of.band, "follows"),
    ModuleField("distance_km", _("Distance, km"), (
        "Distance (km)", "Travel distance (km)", "Distance in km", "Distance", "Kilometres",
    ), NUMBER, distance, "grant", falls_back=distance_of_places),
    ModuleField("travel_grant", _("Travel"), (
        "Travel grant", "EU travel grant", "Travel support", "Travel - total", "Travel amount", "Travel costs",
        "Travel grant (€)", "Travel grant (EUR)", "Travel",
        "Travel support (EUR)", "Travel (EUR)", "Ceļa atbalsts",
    ), NUMBER, amount("travel"), "amount"),
    ModuleField("individual_support", _("Individual support"), (
        "Individual support", "Individual support grant", "EU individual support", "Individual support - total",
        "Individual support (€)", "Individual support (EUR)", "EU individual support total", "Subsistence",
        "Individual support amount",
        "Individual support grant (EUR)", "Individuālais atbalsts",
    ), NUMBER, amount("individual"), "amount"),
    ModuleField("organisational_support", _("Organisational support"), (
        "Organisational support", "Organisational support grant", "Organizational support",
        "Organisational support - total", "Organisational support (€)", "Organisational support (EUR)",
        "Organisational support grant (EUR)", "Organizatoriskais atbalsts",
    ), NUMBER, amount("organisational"), "amount"),
    ModuleField("course_fees", _("Course fees"), (
        "Course fees", "Course fees grant", "Course fees - total", "Course fees (€)",
        "Course fees (EUR)", "Course fee",
    ), NUMBER, amount("course_fees"), "amount"),
    ModuleField("linguistic", _("Linguistic support"), (
        "Linguistic support", "Linguistic support grant", "Language support", "Linguistic support (€)",
        "Linguistic support (EUR)", "Online language support grant",
    ), NUMBER, amount("linguistic"), "amount"),
    ModuleField("inclusion_organisation", _("Inclusion support for organisations"), (
        "Inclusion support for organisations", "Inclusion support for organizations",
        "Inclusion support organisations",
        "Inclusion support for organisations (EUR)",
    ), NUMBER, amount("inclusion_organisation"), "amount"),
    ModuleField("exceptional", _("Exceptional costs"), (
        "Exceptional costs", "Exceptional costs grant", "Exceptional costs - total",
        "Exceptional costs (EUR)", "Exceptional cost",
    ), NUMBER, amount("exceptional"), "amount"),
    ModuleField("total_grant", _("Grant in all"), (
        "Total grant", "EU total grant", "EU grant total", "Grant total", "Total EU grant", "Total grant calculated",
        "Total (calculated)", "Total", "Total amount",
        "Total grant (EUR)", "Total grant (€)", "Total EU grant (EUR)", "Grant (EUR)", "Total support",
        "Finansējums kopā",
    ), NUMBER, lambda row: row.total, "follows"),
    ModuleField("zero_grant", _("Zero grant"), (
        "Zero grant", "Zero-grant", "EU zero grant", "Is zero grant", "EU zero-grant",
    ), CHOICE, lambda row: of.flag(row.counted.terms.is_zero_grant), "grant"),
    ModuleField("working_language", _("Working language"), (
        "Working language", "Language used during mobility activity", "Main working language",
        "Main instruction/work language", "Language of activity", "Main language", "Work language",
        "Language used during the activity", "Language",
        "Language of mobility", "Language of the mobility", "Language of instruction",
    ), CHOICE, working_language, "plan", falls_back=host_language),
    ModuleField("fewer_opportunities", _("Fewer opportunities"), (
        "Participant with fewer opportunities", "Fewer opportunities", "With fewer opportunities",
        "Participant with fewer opportunities (inclusion support)", "Fewer opportunities participant",
        "Participant with fewer opportunities?", "Personas ar mazākām iespējām",
    ), CHOICE, lambda row: of.flag(row.mobility.participant.fewer_opportunities), "person"),
    ModuleField("accompanying", _("Accompanying persons"), (
        "Accompanying persons count", "Number of accompanying persons", "Accompanying persons",
        "Nb of accompanying persons", "Accompanying persons number", "Pavadošo personu skaits",
        "No. of accompanying persons", "Number of accompanying people",
    ), NUMBER, lambda row: len(row.mobility.accompanying_persons.all()), "follows"),
    ModuleField("stop_country", _("Itinerary: country"), (
        "Itinerary country", "Itinerary - country", "Itinerary destination country", "Stop country",
        "Itinerary: country",
    ), CHOICE, None, group=ITINERARY),
    ModuleField("stop_city", _("Itinerary: city"), (
        "Itinerary city", "Itinerary - city", "Itinerary destination city", "Stop city", "Itinerary: city",
    ), PLACE, None, group=ITINERARY),
    ModuleField("stop_start", _("Itinerary: from"), (
        "Itinerary start date", "Itinerary - start date", "Itinerary from", "Stop start date",
        "Itinerary arrival date", "Itinerary: from",
    ), DAY, None, group=ITINERARY),
    ModuleField("stop_end", _("Itinerary: to"), (
        "Itinerary end date", "Itinerary - end date", "Itinerary to", "Stop end date", "Itinerary departure date",
        "Itinerary: to",
    ), DAY, None, group=ITINERARY),
    ModuleField("certification", _("Certification"), (
        "Certification type", "Certification", "Certificate type", "Type of certification", "Certification - type",
        "Certification name", "Certification date", "Certification - date", "Certification description",
    ), CHOICE, None, group=CERTIFICATION),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}

STOPS = "itinerary"  # the field of a difference: all stops at once
STOP: dict[str, Callable[[ItineraryStop], Value | Choice]] = {
    "stop_country": lambda stop: of.country(stop.country),
    "stop_city": lambda stop: city(stop.city, stop.country),
    "stop_start": lambda stop: stop.start,
    "stop_end": lambda stop: stop.end,
}


@cache
def known_keys() -> dict[str, str]:
    """Key of a name > field; the first field that has it."""
    keys: dict[str, str] = {}
    for field in FIELDS:
        for alias in field.aliases:
            keys.setdefault(key_of(alias), field.name)
    return keys
