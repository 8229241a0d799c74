Profile: CXPatient
Parent: krcore-patient
Id: cx-patient
Title: "대상자 · Person in care"
Description: "The person, with the partners' numbers, the registered and the actual address. Age is never a condition. / 기관별 번호, 주민등록 주소와 실제 사는 주소를 가진 대상자. 나이를 조건으로 하지 않는다."
* insert OwnProfile(patient)
* insert Categorised
* obeys cx-rrn and cx-rrn-hash and cx-address
* identifier MS
* active 1..1
* name MS
* telecom MS
* address MS
* address.type MS
* address.type ^short = "physical: where the person lives; postal: where the person is registered"
* address.text MS
* contact.relationship 1..*

Invariant: cx-rrn
Description: "A resident registration number has 13 digits; only a partner's message carries it, the gateway keeps a keyed hash. / 주민등록번호는 13자리이며 기관 전문에만 있고 게이트웨이는 키 해시만 둔다."
Severity: #error
Expression: "identifier.where(system = 'https://mois.go.kr/rrn').all(value.matches('^[0-9]{6}-?[0-9]{7}$'))"

Invariant: cx-rrn-hash
Description: "A hashed resident registration number is 64 hexadecimal digits (HMAC-SHA-256). / 해시된 주민등록번호는 16진수 64자리(HMAC-SHA-256)이다."
Severity: #error
Expression: "identifier.where(system = 'urn:careexchange:rrn-hash').all(value.matches('^[0-9a-f]{64}$'))"

// A person's record joins what several partners say: a hospital's address without a kind does not make the municipality's record wrong.
Invariant: cx-address
Description: "Of a person's addresses one at least says whether they live there or are registered there. / 주소 가운데 적어도 하나는 실거주지인지 주민등록지인지 밝힌다."
Severity: #error
Expression: "address.exists() implies address.where(type.exists()).exists()"

Extension: CXCohabits
Id: cx-cohabits
Title: "동거 여부 · Lives with the person"
Description: "Whether the relative lives with the person. / 대상자와 함께 사는지."
* insert OwnExtension(cohabits, RelatedPerson)
* value[x] only boolean
* value[x] 1..1

Extension: CXAbleToCare
Id: cx-able-to-care
Title: "돌봄 가능 여부 · Able to care"
Description: "Whether the relative is able to care. / 가족이 돌볼 수 있는지."
* insert OwnExtension(able-to-care, RelatedPerson)
* value[x] only boolean
* value[x] 1..1

Extension: CXNote
Id: cx-note
Title: "비고 · Note"
Description: "What the sender remarks about the relative. / 보낸 기관이 적은 비고."
* insert OwnExtension(note, RelatedPerson)
* value[x] only string
* value[x] 1..1

Extension: CXSource
Id: cx-source
Title: "출처 기관 · Stating organisation"
Description: "The organisation that states a part of a merged resource. Never leaves the gateway. / 합쳐진 자원의 한 부분을 말한 기관. 게이트웨이 밖으로 나가지 않는다."
* insert OwnExtension(source, Element)
* value[x] only Reference(Organization)
* value[x] 1..1

Profile: CXCaregiver
Parent: RelatedPerson
Id: cx-caregiver
Title: "가족·보호자 · Caregiver"
Description: "A relative, guardian, neighbour or other caregiver; minors may be caregivers. / 가족, 후견인, 이웃 등 돌보는 사람. 미성년 돌봄자도 포함한다."
* insert OwnProfile(caregiver)
* insert Categorised
* insert Identified
* obeys cx-guardian-contact
* active 1..1
* patient MS
* patient only Reference(CXPatient)
* relationship 1..* MS
* relationship from CaregiverRelationVS (required)
* name 1..* MS
* name.text 1..1
* extension contains CXCohabits named cohabits 0..1 and CXAbleToCare named ableToCare 0..1 MS and CXNote named note 0..1

Invariant: cx-guardian-contact
Description: "A guardian can be reached. / 후견인은 연락처가 있어야 한다."
Severity: #error
Expression: "relationship.coding.where(system = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode' and code = 'GUARD').exists() implies telecom.value.exists()"

Profile: CXOrganization
Parent: krcore-organization
Id: cx-organization
Title: "연계 기관 · Partner organisation"
Description: "A municipality and its units, an NHIS branch, a dementia centre, a provider. / 시군구와 부서, 공단 지사, 치매안심센터, 제공기관."
* insert OwnProfile(organization)
* insert Categorised
* obeys cx-organization-code
* identifier 1..* MS
* active 1..1
* type from OrganizationTypeVS (preferred)
* partOf only Reference(CXOrganization)

Invariant: cx-organization-code
Description: "An organisation has its code in urn:careexchange:organization. / 기관은 연계 기관 코드를 가진다."
Severity: #error
Expression: "identifier.where(system = 'urn:careexchange:organization' and value.matches('^[a-z0-9]+(-[a-z0-9]+)*$')).exists()"

Profile: CXMedicalInstitution
Parent: krcore-healthcare-organization
Id: cx-medical-institution
Title: "요양기관 · Medical institution"
Description: "A hospital, clinic, home medical care centre or public health centre with its HIRA number and type. / 요양기관기호와 종별을 가진 병원, 의원, 재택의료센터, 보건소."
* insert OwnProfile(medical-institution)
* insert Categorised
* obeys cx-hira-number and cx-organization-code
* active 1..1

Invariant: cx-hira-number
Description: "A HIRA number has eight digits. / 요양기관기호는 8자리 숫자이다."
Severity: #error
Expression: "identifier.where(system = 'http://www.hl7korea.or.kr/Identifier/hira-krnpi').all(value.matches('^[0-9]{8}$'))"

Profile: CXPractitionerRole
Parent: krcore-practitioner-role
Id: cx-practitioner-role
Title: "담당자 · Member of staff"
Description: "A member of staff in one organisation. / 한 기관의 담당자."
* insert OwnProfile(practitioner-role)
* insert Categorised
* identifier 1..* MS
* active 1..1
* organization 1..1 MS
* organization only Reference(CXOrganization or CXMedicalInstitution)
* code from StaffRoleVS (preferred)

Profile: CXCareTeam
Parent: CareTeam
Id: cx-care-team
Title: "돌봄팀 · Care team"
Description: "Who cares, in which role, for which organisation; one of them leads. / 누가 어떤 역할로 어느 기관에서 돌보는지. 한 사람이 이끈다."
* insert OwnProfile(care-team)
* insert Categorised
* insert Identified
* insert About
* obeys cx-case-manager
* status 1..1
* name 1..1
* period 1..1
* period.start 1..1
* participant MS
* participant.role 1..1
* participant.role from TeamRoleVS (required)
* participant.member 1..1
* managingOrganization 1..* MS

Invariant: cx-case-manager
Description: "A care team has a case manager. / 돌봄팀에는 사례관리자가 있다."
Severity: #warning
Expression: "participant.role.coding.where(system = 'urn:careexchange:team-role' and code = 'case-manager').exists()"

ValueSet: StaffRoleVS
Id: cx-staff-role
Title: "담당자 직종·역할 · Roles of staff"
Description: "Team roles of this guide and the qualifications of KR Core. / 이 가이드의 팀 역할과 KR Core 자격."
* insert OwnValueSet(staff-role)
* include codes from system TeamRoleCS
* include codes from system http://www.hl7korea.or.kr/CodeSystem/mohw-practitioner-qualification-types

ValueSet: CaregiverRelationVS
Id: cx-caregiver-relation
Title: "대상자와의 관계 · Relation to the person"
Description: "Relations the partners send. / 기관이 보내는 관계."
* insert OwnValueSet(caregiver-relation)
* $role#SPS "Spouse"
* $role#SONC "Son"
* $role#DAUC "Daughter"
* $role#PRN "Parent"
* $role#SIB "Sibling"
* $role#NIENEPH "niece/nephew"
* $role#GRPRN "Grandparent"
* $role#GRNDCHILD "grandchild"
* $role#FAMMEMB "family member"
* $role#NBOR "neighbor"
* $role#FRND "unrelated friend"
* $role#GUARD "guardian"
* http://terminology.hl7.org/CodeSystem/v2-0131#C "Emergency Contact"
