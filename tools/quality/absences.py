"""What people write where an address should stand, gathered by hand."""

PLACEHOLDERS = """Unknown|Unknown Address|Address Unknown|Not Provided|Failed To Provide|None|None Given|None Provided|N/A|n/a|NA|
N.A.|Nil|Null|TBD|TBA|To Be Determined|To Follow|To Be Advised|Pending|Blank|Left Blank|Empty|Missing|Not Available|
Not Applicable|Unavailable|No Address|No Addr|No Known Address|No Fixed Address|No Fixed Abode|No Current Address|
No Address On File|Not On File|Not In File|No Data|No Record|No Information|Info Not Available|Data Missing|
Not Known|Not Listed|Not Stated|Not Reported|Not Specified|Unspecified|Undetermined|Undisclosed|Withheld|Redacted|
Confidential|Classified|Restricted|Sealed|Same|Same As Above|Same As Before|Ditto|See Above|See File|See Attached|
See Attachment|See Notes|See Remarks|See Case File|On File|As On File|As Per Records|Per Database|Current Address|
Last Known Address|Home Address|Mailing Address|Street Address|Residence|Residential|Home|Address|Street|Addr|Addr 1|
Address Line 1|Unverified|Unconfirmed|Bad Address|Invalid Address|Invalid|Incorrect|Old Address|Former Address|
Returned Mail|Return To Sender|Undeliverable|Moved|Moved Away|Left The Country|Whereabouts Unknown|Location Unknown|
Cannot Be Located|Could Not Locate|Unable To Locate|UTL|UNK|Unkn|U/K|UKN|XXX|XXXX|XX|X|---|--|-|.|...|?|???|*|***|#|
##|0|00|000|0000|000000|99999|Test|Testing|Test Address|Sample|Sample Address|Example|Dummy|Dummy Address|Default|
Fake Address|Placeholder|Temp|Temporary|Other|Misc|Various|Multiple|Multiple Addresses|Several|Foreign|Overseas|
International|Out Of State|Out Of Country|USA|United States|No Street|No Street Given|No House Number|
Not Collected|Not Captured|Not Asked|Did Not Ask|Not Entered|Error|#N/A|#REF!|#VALUE!|NaN|undefined|(null)|<none>|
[none]|(blank)|[blank]|void|Deleted|Removed|Archived|Expired|Deceased|Not Required|Optional|Exempt|Waived|
Request Pending|Under Review|In Process|Awaiting Data|Will Supplement|To Be Supplied|To Come|Later""".replace(
    "\n", ""
).split("|")

REFUSALS = """Don't Care|Do Not Care|Dont Know|Don't Know|I Do Not Know|Not Sure|No Idea|Who Knows|God Knows|Nobody Knows|
Whatever|Who Cares|Does Not Matter|Doesn't Matter|Not Important|Irrelevant|Refused|Refused To Give|Refuses To Answer|
Declined|Declined To State|Declined To Answer|Will Not Say|Would Not Say|Won't Tell|Not Telling|No Comment|Not Saying|
None Of Your Business|You Tell Me|You Find It|You Have It|IRS Has It|Ask The IRS|Look It Up|Find Out|Guess|
Take Your Pick|Anything|Anywhere|Somewhere|Wherever|Not Needed|Skip|Skipped|Later Please|Just Send It|
Use Yours|Use What You Have|Whatever You Have|As You Have It|The One You Have|Fill In Later|Not My Problem|Nope|No|
Never Given|Would Not Provide|Failed To Answer|Failed To State|Unwilling To Provide|Subject Refused|
Subject Did Not Say|Claimant Declined|Alien Refused|Left No Address|Gave No Address|Gave False Address|Never Asked|
Too Long To List|Too Many To List|Enough Said|Good Luck|Nothing To See|Who Wants To Know""".replace("\n", "").split("|")

TEMPLATES = """[Street Address]|<Street Address>|{address}|{{address_line1}}|${ADDRESS}|%ADDRESS%|[Insert Address Here]|
<insert address>|Enter Address Here|Enter Street Address|Type Address Here|Your Address Here|Your Street Address|
Number And Street|House Number And Street Name|Street Number Street Name|Number, Street, Apt|123 Any St|123 Anystreet|
1234 Street Name|123 Your Street|123 Address St|1 Street Address|Address Goes Here|ADDRESS_LINE_1|address1|STREET1|
Line 1|Line 1 Of Address|Address Line|P.O. Box or Street|Street Or PO Box|PO Box or Rural Route|
No. and Street|(number and street)|_____ Street|____________|XXX Street Name|### Street|#### Main St|
NNN Street Name|[Number] [Street]|<<Address>>|«Address»|Field 12|Column H|Cell H2|=H2|=VLOOKUP(A2,B:C,2)|
Lorem Ipsum|Lorem Ipsum Dolor|100 Lorem Ipsum St|Mailing Address Line 1|Residence Address Required|
Delivery Address Line|Primary Address|Physical Address|Legal Address|Address As Shown On Return|Last Filed Address""".replace(
    "\n", ""
).split("|")

CUSTODY = """County Jail|City Jail|In Jail|In Custody|In Federal Custody|In ICE Custody|In State Custody|Jail|Prison|State Prison|
Federal Prison|Incarcerated|Currently Incarcerated|Detained|Detention|Detention Center|Detention Facility|
Detained At Border|Processing Center|Service Processing Center|Holding Facility|Holding Cell|Correctional Facility|
Correctional Institution|Inmate|Inmate 448210|Inmate Number 99120|Booking 2211874|Booking No 771|BOP Custody|
BOP Register 55512|Released From Custody|Released From Jail|Released On Bond|Released On Recognizance|Paroled|
On Parole|On Probation|Halfway House|Juvenile Hall|Sheriff|Sheriffs Office|Police Department|Police Station|
US Marshals|Marshals Service|Border Patrol Station|Port Of Entry|At Large|Fugitive|Absconded|Escaped|
Deported|Removed From US|Voluntary Departure|Returned To Home Country|Federal Courthouse|Courthouse|
Homeless|Transient|Homeless Shelter|Lives In Car|Lives On The Street|Couch Surfing|No Home|Staying With Friends|
Under The Bridge|In A Tent|Shelter|Hospital|Nursing Home|In Transit|On The Road""".replace("\n", "").split("|")

SPANISH = """Desconocido|Desconocida|Dirección Desconocida|Direccion Desconocida|Domicilio Desconocido|Domicilio Conocido|
Sin Dirección|Sin Direccion|Sin Domicilio|Sin Domicilio Fijo|Sin Número|Sin Numero|S/N|Calle Sin Número|
Calle Desconocida|No Sé|No Se|No Sabe|No Sabe Decir|No Tiene|No Tiene Dirección|No Proporcionó|No Proporcionada|
No Proporcionado|No Dio|No Quiso Dar|Se Negó|Se Nego|Rehusó|No Disponible|No Aplica|No Hay|Ninguno|Ninguna|Nada|
Pendiente|Por Confirmar|Por Determinar|Dirección|Direccion|Domicilio|Calle|Calle Y Número|Su Dirección|La Misma|
Misma Dirección|Igual Que Arriba|Ver Expediente|Ver Archivo|Véase Anexo|Paradero Desconocido|Se Desconoce|
Se Mudó|Fuera Del País|En La Cárcel|Detenido|Detenida|Preso|Indigente|Vive En La Calle|No Importa|Quién Sabe|
Quien Sabe|Da Igual|Prueba|Ejemplo|Falso|Sin Datos|Sin Información|Dato Faltante|Vacío|En Blanco""".replace(
    "\n", ""
).split("|")

KEYBOARD = """asdf|asdfasdf|asdfgh|asdfghjkl|qwerty|qwertyuiop|zxcvbn|zxcvbnm|qazwsx|wasd|jkl;|hjkl|dfgdfg|fghfgh|sdfsdf|
aaaa|aaaaaaa|bbbb|zzzz|xxxxxxxx|lalala|blah|blah blah|blah blah blah|abc|abcd|abcdef|abc123|1234|12345|123456|
1234567890|111111|qwe123|asd 123|123 asdf|123 qwerty st|55 asdfgh ave|12 zxcv rd|9 aaaa st|77 xxxx ln|fjfjfjfj|
ghghgh|kjkjkj|poiuy|lkjhg|mnbvc|!@#$%|!!!!|....|,,,,|////|;;;;|aa bb cc|x x x|q|z z|1 a|asdf asdf asdf st""".replace(
    "\n", ""
).split("|")

ABSENT_WORDS = """Unknown|None|Nil|Null|Refused|Declined|Not Provided|Not Known|Not Given|No Address|No Name Given|N/A|NA|TBD|
Withheld|Redacted|Unspecified|Undisclosed|Pending|Missing|Blank|Placeholder|Fake|Test|Example|Dummy|Whatever|
Don't Care|Dont Know|Who Knows|Nobody Knows|Not Sure|No Idea|Failed To Provide|Unable To Locate|Not Available|
Not Applicable|To Be Determined|Not On File|See File|Same As Above|Some|Any|Anything|Your|Their|
Asdf|Qwerty|Xxx|Xxxx|Zzz|Aaaa|Abc|Blah|Blah Blah|Foo|Lorem|Undefined|Invalid|Bad Address|Address|
Street Name|Insert Street|Last Known|Not Listed|No Record|Unverified|Undeliverable|Moved Away|No Street|Homeless|
Transient|Deported|Detained|In Custody|Inmate|Not Stated|Confidential|Desconocido|Desconocida|No Se|
Ninguno|No Sabe""".replace("\n", "").split("|")
"""Each names an absence; with a number before and a suffix behind it looks like a street."""

SENTENCES = """I do not know where he lives|She has not told us her address|We were not given an address for this person|
Address will be supplied by the field office later|Lives somewhere near the river with his cousin|
He moved 2 times since 2019 and left nothing|Please use the address that is in your system|
The 3 addresses we had were all returned|Agent has no address for this subject as of 2025|
Subject gave 1 address which turned out to be false|Address is what we are asking you for|That is why we ask you|
Any address from the 2023 return would do|The street is known to the case officer|
Unknown but believed to be in the 78501 area|Somewhere on the east side of town|Near the old mill by the highway|
Behind the gas station on Highway 9|Across from the high school|Third house after the church|
Corner house with the blue door|Trailer park off the interstate|Down by the docks|Two blocks from the courthouse|
Next to the feed store|Mile marker 44|Off exit 12|Apartment complex near the airport|Upstairs from the bakery|
The last house on the left|Farm outside of town|Construction site on the north end|Motel by the bus station|
Parked RV in a store lot|The yellow house|His mother's place|With relatives|Care of his employer|At his job|
At the restaurant where she works|Same building as the co-defendant|Where we served the warrant last year""".replace(
    "\n", ""
).split("|")

PARTIAL_BOXES = """PO Box|P.O. Box|PO Box Unknown|PO Box None|PO Box N/A|PO Box XXXX|PO Box TBD|PO Box ???|PO Box #|PO Box Number|
Box|Box Unknown|PO Box 0|PO Box 0000|Some PO Box|PO Box Not Provided|PO Box Refused|PO Box Don't Know|Post Office|
Post Office Box|PO Box See File|RR|RR Unknown|Rural Route|RR Unknown Box Unknown|RR None Box None|RR X Box X|
Rural Route Not Known|RR Box|HC|HC Box|HC Unknown Box 0|HC X Box X|Highway Contract|Star Route|PSC Unknown|PSC Box|
Unit Unknown Box Unknown|CMR Box|PO Box Any|PO Box Whatever|RR 0 Box 0|HC 0 Box 0|P O Box Don't Care|
Post Office Box Withheld|PO Box Asdf|PO Box Test|Mailbox|Private Mailbox|PMB|Lock Box|Drawer|Drop Box""".replace(
    "\n", ""
).split("|")

CARE_OF = """c/o|c/o Field Office|c/o Agent In Charge|c/o Unknown|c/o The Agency|c/o Attorney|c/o Employer|c/o Mother|c/o Friend|
c/o Public Defender|c/o Legal Aid|Attn Records|Attn: Case Officer|Attention Docket Clerk|c/o Consulate|c/o Family|
c/o Shelter Desk|c/o Church|c/o Landlord|c/o Case File""".replace("\n", "").split("|")
