"""Words that are surnames as well: at the beginning of a sentence their capital letter says nothing.

Of diminutives only those of every day: Kalniņš and Krastiņš begin a sentence as surnames.
"""

LATVIAN = """
    ābele ābols akmens alksnis apinis apse aita asaris auns auseklis avots bākulis balodis balts baltais bebrs
    bērzs bērziņš bite briedis brūns celms cīrulis circenis dārznieks dzelme dzenis dzērve dzilna dīķis egle eglīte
    enkurs ezers ezis galds gailis galdnieks gulbis grāvis grants irbe jūra kaija kalējs kalns kārkls kāpa ķirsis
    kļava koks krasts kraukle krievs krūms kurpnieks lācis laiva lapa lapsa lazda lejnieks liepa lielais līcis
    līdaka lietus mazais mālnieks māja mežs mucenieks muiža muižnieks naglis niedre osis osta ozols pērkons
    pīlādzis podnieks pļava priede purvs pūce putniņš rasa riekstiņš roze rozīte saulīte sarkans skudra skuja silis
    sils sniedze spārns stirna strauts strazds straume sudrabs sēja tauriņš tilts upe upīte ūdris vanags vārpa
    vārna vasara vējš vēzis vilnis vilks vītols zaķis zars zaļais ziema zirnis zivs zvaigzne zvejnieks zvirbulis
    žagars
"""
ENGLISH = """
    baker bell black brown cook day field fisher forest good gray green hill king lake long may miller moon moore
    north park price rich rose short small smith south stone summer west white will winter wood young
"""

# As they stand: words that often begin a sentence and whose stem may be that of a name (Visi, Vita).
SMALL = """
    visi visiem visus visas visām viss visa visu visam visur mēs mums mūsu mūs jūs jums jūsu viņš viņa viņi
    viņas viņiem viņus tas tā tie tās tam tiem to šis šī šie šo šīs šajā tajā katrs katra katram katru cits
    cita citi citas citiem citus dažs daži dažas dažiem pats pati paši pašas pašiem kas ko kam kur kad kā vai
    un bet ja jo lai arī ļoti tikai vēl jau pēc par pie no uz ar bez līdz starp pirms kopš tad tur šeit labi
    slikti bija ir nav all each every we they he she it this that these those who when where how and but if so
    also very only still already after about at from to with without until between before since then there
    here was were is are
"""
