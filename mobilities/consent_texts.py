"""The words a school starts with: version 1 of each text, until it writes its own."""

from mobilities.enums import ConsentKind
from portal.accounts.models import School

DATA_LV = """\
Es piekrītu, ka {school} izmanto ziņas par mani, lai sagatavotu un īstenotu manu mobilitāti programmā „Erasmus+“.

Kas par to atbild. Datu pārzinis ir {school}. Ar jautājumiem var vērsties pie mobilitāšu koordinatora.

Kādas ziņas. Vārds, uzvārds, dzimšanas datums, saziņas ziņas, grupa vai darbs, kvalifikācija, valodu prasme, atzīme par mazākām iespējām (tikai jā vai nē, bez iemesla), ziņas par mobilitāti un manis rakstītais pieredzes apraksts. Par nepilngadīgu dalībnieku arī vecāka vai aizbildņa vārds un saziņas ziņas. Ziņas par veselību un tautību portālā netiek glabātas.

Kam tās vajadzīgas. Līgumiem un apliecībām, apdrošināšanai, uzņemošajai organizācijai un programmas pārskatiem. Ziņas saņem skola, uzņemošā organizācija, Valsts izglītības attīstības aģentūra un Eiropas Komisija.

Cik ilgi. Tik ilgi, cik to prasa projekta dotācijas līgums, parasti piecus gadus pēc projekta noslēguma maksājuma. Pēc tam vārdi tiek izdzēsti un paliek tikai skaitļi.

Manas tiesības. Es varu saņemt visu par mani glabāto ziņu kopiju, lūgt tās labot un jebkurā brīdī atsaukt šo piekrišanu, rakstot koordinatoram. Pēc atsaukšanas jaunas mobilitātes man netiek veidotas; ziņas par notikušām mobilitātēm paliek līdz līgumā noteiktajam termiņam. Sūdzību var iesniegt Datu valsts inspekcijā.
"""
DATA_EN = """\
I agree that {school} uses information about me to prepare and carry out my mobility in the Erasmus+ programme.

Who answers for it. The controller is {school}. Questions go to the coordinator of mobilities.

Which information. First and last name, date of birth, contact details, group or post, qualification, languages, a flag for fewer opportunities (only yes or no, never the reason), the particulars of the mobility and the experience report that I write. For somebody under 18 also the name and contact details of a parent or guardian. Health and ethnic origin are not kept in the portal.

What for. Agreements and certificates, insurance, the hosting organisation and the reports of the programme. The school, the hosting organisation, the national agency and the European Commission receive it.

For how long. As long as the grant agreement of the project asks for, usually five years after its final payment. Then names are erased and only figures stay.

My rights. I can have a copy of everything that is kept about me, have it corrected and take this consent back at any time by writing to the coordinator. After that no new mobility is arranged for me; what is kept of past mobilities stays until the term of the agreement. Complaints go to the Data State Inspectorate.
"""
IMAGE_LV = """\
Es piekrītu, ka {school} izmanto fotogrāfijas, kurās es esmu redzams un kuras tapušas mobilitātes laikā, lai stāstītu par skolas mobilitātēm.

Kas par to atbild. Datu pārzinis ir {school}. Ar jautājumiem var vērsties pie mobilitāšu koordinatora.

Kur. Pieredzes aprakstos, skolas gada pārskatos, izvērtēšanas konferencē, skolas tīmekļa vietnē un programmas rezultātu publikācijās.

Cik ilgi. Līdz es piekrišanu atsaucu, bet ne ilgāk, kā skola glabā projekta dokumentus, parasti piecus gadus pēc projekta noslēguma maksājuma.

Manas tiesības. Piekrišana ir brīvprātīga, un no tās nav atkarīga mana dalība mobilitātē. Es varu to jebkurā brīdī atsaukt, rakstot koordinatoram. Pēc atsaukšanas fotogrāfijas vairs netiek liktas nevienā jaunā dokumentā. Sūdzību var iesniegt Datu valsts inspekcijā.
"""
IMAGE_EN = """\
I agree that {school} uses photographs in which I can be seen and which were taken during the mobility, to tell about the mobilities of the school.

Who answers for it. The controller is {school}. Questions go to the coordinator of mobilities.

Where. In experience reports, the annual reports of the school, the evaluation conference, the website of the school and publications about the results of the programme.

For how long. Until I take the consent back, and no longer than the school keeps the papers of the project, usually five years after its final payment.

My rights. The consent is given freely, and my mobility does not depend on it. I can take it back at any time by writing to the coordinator. From then on the photographs are put into no new document. Complaints go to the Data State Inspectorate.
"""
FIRST_TEXTS = {ConsentKind.DATA: (DATA_LV, DATA_EN), ConsentKind.IMAGE: (IMAGE_LV, IMAGE_EN)}


def first_text(school: School, kind: str) -> dict[str, str]:
    """The portal's own words with the name of the school in them."""
    latvian, english = FIRST_TEXTS[ConsentKind(kind)]
    return {
        "text_lv": latvian.replace("{school}", school.name),
        "text_en": english.replace("{school}", school.name_en or school.name),
    }
